# Class data sharing: the classes that a run loads are kept in a file beside the jar, so that the next start need not read and check them again.
# Sourced by sealedjoin, which has found `java`, `runtime` and `jar`. Whatever fails here costs time only.

# share_classes [make]: sets the array `sharing` to options of Java. With "make", a missing file is written when this Java ends, under the number
# of its process; the next start that finds the process gone puts it in its place, so that nobody reads half a file.
share_classes() {
  sharing=()
  [ -n "$runtime" ] && [ -w "$(dirname "$jar")" ] || return 0
  local file="${jar%.jar}-java-$runtime.jsa" made quiet=(-Xlog:disable -Xlog:all=error:stderr)
  for made in "$file".of-*; do
    if [ -e "$made" ] && ! kill -0 "${made##*-}" 2>/dev/null; then
      if [ "$made" -nt "$jar" ]; then mv -f "$made" "$file"; else rm -f "$made"; fi
    fi
  done
  if [ "$file" -nt "$jar" ]; then
    sharing=("${quiet[@]}" -XX:SharedArchiveFile="$file")
  elif [ "${1:-}" = make ]; then
    sharing=("${quiet[@]}" -XX:ArchiveClassesAtExit="$file.of-$$")
  fi
}
