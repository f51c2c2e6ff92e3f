# shellcheck shell=bash
# Before the engine is started: what has to be fetched.

unavailable() {
  echo "script/test-stack: $1" >&2
  exit 69
}

# What the official images have that the stack or its images count on, and the servers themselves.
base_packages=(
  bubblewrap ca-certificates caddy curl docker-registry git iproute2 jq less libsqlite3-0 libstdc++6 nodejs passwd postgresql-15
  procps python3 redis-server ripgrep wget
)

# make_extra CACHE PROGRAMS: what redis-py wants of a Python before 3.11.3, which Debian's is.
make_extra() {
  local cache=$1 python
  python=$(echo "$2"/litellm-*/bin/python3)
  [ -d "$cache/async-timeout" ] ||
    "$python" -m pip install --quiet --target "$cache/async-timeout" async-timeout==5.0.1 >&2 ||
    unavailable "pip could not install async-timeout"
}

# make_podman_compose CACHE: Debian's is too old.
make_podman_compose() {
  local folder=$1/podman-compose-1.6.0
  [ ! -e "$folder/.complete" ] || return 0
  rm -rf "$folder"
  python3 -m venv "$folder" && "$folder/bin/pip" install --quiet podman-compose==1.6.0 >&2 ||
    unavailable "pip could not install podman-compose"
  touch "$folder/.complete"
}

# make_base CACHE BINARY: one root file system for all the images, as a tar file. Another list of packages, another file.
make_base() {
  local cache=$1 binary=$2 name root
  name=$(printf '%s\n' "${base_packages[@]}" "$(ldd "$binary" | awk '$3 ~ /swift/ { print $3 }')" | sha256sum | cut -c1-12)
  base=$cache/base-$name.tar
  export STACK_BASE=$base
  [ ! -e "$base" ] || return 0
  echo "== a base image from Debian's packages, once" >&2
  mkdir -p "$cache"
  root=$(mktemp -d "$cache/root.XXXXXX")
  trap 'rm -rf "$root"' RETURN
  debootstrap --variant=minbase bookworm "$root" >"$cache/debootstrap.log" 2>&1 ||
    unavailable "debootstrap failed, see $cache/debootstrap.log"
  # No server is to start in there, and PostgreSQL is to make no database.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  mkdir -p "$root/etc/postgresql-common"
  echo 'create_main_cluster = false' >"$root/etc/postgresql-common/createcluster.conf"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  {
    chroot "$root" apt-get update
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      -o Dpkg::Options::=--force-confold "${base_packages[@]}"
    chroot "$root" apt-get clean
  } >"$cache/packages.log" 2>&1 || unavailable "apt-get failed, see $cache/packages.log"
  # In the images apt-get finds everything installed, and no server to ask for more.
  rm -rf "$root"/var/lib/apt/lists/* "$root/usr/sbin/policy-rc.d" "$root"/etc/apt/sources.list*
  # A debug build finds the Swift libraries where this machine has them.
  ldd "$binary" | awk '$3 ~ /swift/ { print $3 }' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp --dereference "$library" "$root$library"
  done
  tar --create --numeric-owner --directory "$root" --file "$base.part" .
  mv "$base.part" "$base"
}
