# Class data sharing: the classes that a run loads are kept in a file beside the jar, so that the next start need not read and check them again.
# Sourced by sealedjoin, which has found `java`, `runtime` and `jar`. Whatever fails here costs time only.

# share_classes [make]: sets the array `sharing` to options of Java. With "make", a missing file is written when this Java ends, under the number
# of its process; the next start that finds the process gone puts it in its place, so that nobody reads half a file, if the run told beside it that
# it was a whole one (SharedClasses.java): a file of one that ended early lacks most classes, and would never be made again. Java takes no notice of
# a file that lacks its beginning, which it writes last, but dies of one that lacks its end: so the length is kept beside it and compared.
share_classes() {
  sharing=()
  [ "${SEALEDJOIN_SHARE_CLASSES:-yes}" = yes ] && [ -n "$runtime" ] && [ -w "$(dirname "$jar")" ] || return 0
  local file="${jar%.jar}-java-$runtime.jsa" made quiet=(-Xlog:disable -Xlog:all=error:stderr)
  for made in "$file".of-*; do
    made=${made%.whole}
    if ! kill -0 "${made##*-}" 2>/dev/null; then
      if [ "$made" -nt "$jar" ] && [ -e "$made.whole" ]; then keep_shared "$made" "$file"; fi
      rm -f "$made" "$made.whole"
    fi
  done
  if [ "$file" -nt "$jar" ] && [ "$(wc -c <"$file")" = "$(cat "$file.bytes" 2>/dev/null)" ]; then
    sharing=("${quiet[@]}" -XX:SharedArchiveFile="$file")
  elif [ "${1:-}" = make ]; then
    sharing=("${quiet[@]}" -XX:ArchiveClassesAtExit="$file.of-$$" -Dsealedjoin.shared-classes="$file.of-$$")
  fi
}

# keep_shared MADE FILE: puts MADE, all of it on the disk, in the place of FILE. Another start may do the same at the same time.
keep_shared() {
  sync "$1" 2>/dev/null || true
  { wc -c <"$1" >"$2.bytes.$$" && mv -f "$1" "$2" && mv -f "$2.bytes.$$" "$2.bytes"; } 2>/dev/null || rm -f "$2.bytes.$$"
}
