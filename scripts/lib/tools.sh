# Finds Java and Maven and says plainly what is missing. Sourced by the scripts beside it; they define fail().

need_java() {
  local version settings
  java=java
  [ -n "${JAVA_HOME:-}" ] && java="$JAVA_HOME/bin/java"
  command -v "$java" >/dev/null 2>&1 || fail "no Java was found (need a JDK, version 17 or later)"
  settings=$("$java" -XshowSettings:properties -version 2>&1)
  version=$(sed -n 's/^ *java.specification.version = //p' <<<"$settings")
  runtime=$(sed -n 's/^ *java.runtime.version = //p' <<<"$settings" | tr -cd '[:alnum:]._+-')
  case $version in
    ''|1.*) fail "Java is version ${version:-unknown} (need 17 or later)" ;;
  esac
  [ "$version" -ge 17 ] || fail "Java is version $version (need 17 or later)"
}

need_maven() {
  local maven
  command -v mvn >/dev/null 2>&1 || fail "no Maven was found (need 3.8 or later to build)"
  command -v "$(dirname "$(readlink -f "$(command -v "$java")")")/javac" >/dev/null 2>&1 || command -v javac >/dev/null 2>&1 \
    || fail "Java has no compiler (need a JDK, not a runtime only)"
  maven=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
  set -- $maven
  [ $(( ${1:-0} * 100 + ${2:-0} )) -ge 308 ] || fail "Maven is version ${1:-unknown}.${2:-} (need 3.8 or later)"
}
