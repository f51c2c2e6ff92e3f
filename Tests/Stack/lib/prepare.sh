# shellcheck shell=bash
# Before the engine is started: what has to be fetched.

# What is not ready yet goes, however this ends.
unfinished=""
trap 'rm -rf "$unfinished"' EXIT

unavailable() {
  echo "script/test-stack: $1" >&2
  exit 1
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

# make_compose_plugin CACHE: `docker compose` 2, which Debian has since its version 13. It needs nothing but a C library.
make_compose_plugin() {
  local folder=$1/docker-compose-2 apt package=docker-compose-v2 options=()
  [ ! -x "$folder/docker-compose" ] || return 0
  ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || apt-get update -qq >&2
  apt=$(mktemp -d)
  unfinished=$apt
  # Ubuntu has it; beside an older Debian's own packages the newer ones are looked at apart.
  if ! apt-cache show "$package" >/dev/null 2>&1; then
    package=docker-compose
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    apt-get indextargets --format '$(LABEL) deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(REPO_URI) trixie main' \
      'Created-By: Packages' 'Component: main' | sed -n 's/^Debian deb/deb/p' | sed -n 1p >"$apt/sources.list"
    options=(
      -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$apt/lists"
      -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root
    )
    [ -s "$apt/sources.list" ] || unavailable "apt-get knows no server of Debian's that docker compose 2 could come from"
    apt-get "${options[@]}" update -qq >&2 || unavailable "apt-get could not list Debian 13's packages"
  fi
  (cd "$apt" && apt-get "${options[@]}" download -qq "$package" >&2) &&
    dpkg-deb --extract "$apt"/docker-compose*.deb "$apt/files" || unavailable "apt-get could not fetch $package"
  mkdir -p "$folder"
  mv "$apt/files/usr/libexec/docker/cli-plugins/docker-compose" "$folder/"
  rm -rf "$apt"
}

# make_root FOLDER PACKAGE…: a root file system with Debian's packages.
make_root() {
  local root=$1 logs
  shift
  logs=$(dirname "$root")
  debootstrap --variant=minbase bookworm "$root" >"$logs/debootstrap.log" 2>&1 ||
    unavailable "debootstrap failed, see $logs/debootstrap.log"
  # No server is to start in there, and PostgreSQL is to make no database.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  mkdir -p "$root/etc/postgresql-common"
  echo 'create_main_cluster = false' >"$root/etc/postgresql-common/createcluster.conf"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  {
    chroot "$root" apt-get update
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      -o Dpkg::Options::=--force-confold "$@"
    chroot "$root" apt-get clean
  } >"$logs/packages.log" 2>&1 || unavailable "apt-get failed, see $logs/packages.log"
  # In the images apt-get finds everything installed, and no server to ask for more.
  rm -rf "$root"/var/lib/apt/lists/* "$root/usr/sbin/policy-rc.d" "$root"/etc/apt/sources.list*
}

# pack FOLDER FILE: makes a tar file of it, in its place.
pack() {
  tar --create --numeric-owner --directory "$1" --file "$2.part" .
  mv "$2.part" "$2"
  rm -rf "$1"
}

# swift_libraries BINARY: those that it is linked to; none if it is linked statically.
swift_libraries() { { ldd "$1" 2>/dev/null || true; } | awk '$3 ~ /swift/ { print $3 }'; }

# make_base CACHE BINARY: one root file system for all the images, as a tar file. Another list of packages, another file.
make_base() {
  local cache=$1 binary=$2 name root library
  name=$(printf '%s\n' "${base_packages[@]}" "$(swift_libraries "$binary")" | sha256sum | cut -c1-12)
  base=$cache/base-$name.tar
  export STACK_BASE=$base
  [ ! -e "$base" ] || return 0
  echo "== a base image from Debian's packages, once" >&2
  mkdir -p "$cache"
  root=$(mktemp -d "$cache/root.XXXXXX")
  unfinished=$root
  make_root "$root" "${base_packages[@]}"
  # A debug build finds the Swift libraries where this machine has them.
  swift_libraries "$binary" | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp --dereference "$library" "$root$library"
  done
  pack "$root" "$base"
}

# What the official image of Swift has beside Swift, and what our Dockerfile installs in it.
swift_packages=(
  binutils-gold ca-certificates g++ git libc6-dev libcurl4-openssl-dev libncurses6 libsqlite3-dev libxml2-dev tzdata
  zlib1g-dev
)

# make_swift CACHE: the same for the image that compiles, without Swift itself.
make_swift() {
  local cache=$1 root
  export STACK_SWIFT=$cache/swift-$(printf '%s\n' "${swift_packages[@]}" | sha256sum | cut -c1-12).tar
  [ ! -e "$STACK_SWIFT" ] || return 0
  echo "== an image that compiles, from Debian's packages, once" >&2
  root=$(mktemp -d "$cache/root.XXXXXX")
  unfinished=$root
  make_root "$root" "${swift_packages[@]}"
  pack "$root" "$STACK_SWIFT"
}
