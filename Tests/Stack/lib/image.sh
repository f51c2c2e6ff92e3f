# shellcheck shell=bash disable=SC2154 # what run.sh sets
# The images as their own stage makes them: compiled in a container.

# Stands for the official image of Swift: this machine's toolchain, without what no compilation needs, and the packages
# that we depend on, as they were fetched here.
swift_image() {
  local work=$scratch/swift inputs=swift toolchain repository
  toolchain=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)\/lib\/swift".*/\1/p')
  docker import "$STACK_SWIFT" agentproxy-test-swift >/dev/null
  mkdir -p "$work/packages"
  copy_linked "$toolchain" "$work/usr"
  for repository in "$root"/.build/repositories/*; do
    cp --recursive "$repository" "$work/packages/"
    git config --file "$work/gitconfig" --add "url./packages/$(basename "$repository").insteadOf" \
      "$(git -C "$repository" config remote.origin.url)"
  done
  git config --file "$work/gitconfig" safe.directory '*'
  printf '%s\n' 'usr/bin/*lldb*' usr/bin/sourcekit-lsp usr/bin/clangd usr/bin/docc usr/bin/swift-format \
    'usr/lib/liblldb*' 'usr/lib/*sourcekit*' >"$work/.dockerignore"
  printf '%s\n' 'FROM agentproxy-test-swift' 'COPY usr /usr' 'COPY packages /packages' 'COPY gitconfig /etc/gitconfig' \
    >"$work/Dockerfile"
  build_image "$(sed -n 's/^ARG BUILD_IMAGE=//p' Dockerfile)" "$work"
  rm -rf "$work"
}

# size_of IMAGE: in MB.
size_of() { docker image inspect --format '{{.Size}}' "$1" | awk '{ printf "%.0f", $1 / 1e6 }'; }

# The gateway's image, with nothing in dist/ that would spare the compilation.
compiled_image() {
  rm -r dist
  initialize "AGENTPROXY_BUILD_IMAGE=" "COMPOSE_PROFILES=embedded"
  setup up
  note "$(size_of "$(docker inspect --format '{{.Image}}' "$(dc ps --quiet litellm)")") MB, of which the base $(size_of debian:bookworm-slim)"
}

is_static() { [[ $(ldd "$1" 2>&1 || true) == *'not a dynamic executable'* ]]; }

# The program that is in it.
linked_statically() {
  docker cp "$(dc ps --quiet litellm):/usr/local/bin/agentproxy-setup" "$scratch/program"
  expect "it is linked statically" is_static "$scratch/program"
  note "$(stat --format %s "$scratch/program") bytes"
  # Nothing of the image is needed: none of its files is there.
  rm -rf "$scratch/empty"
  mkdir -p "$scratch/empty/proc"
  cp "$scratch/program" "$scratch/empty/"
  mount --bind /proc "$scratch/empty/proc"
  chroot "$scratch/empty" /program --version
  umount "$scratch/empty/proc"
}
