# shellcheck shell=sh
# What ./run, ./test and ./bench need on the machine. Sourced with the repository as the current directory.

CLAUDE_VERSION=2.1.329
TOOLS=$PWD/.tools

# mark COLOUR SIGN TEXT: one line on standard error, coloured on a terminal only.
mark() {
    if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then printf '\033[%sm%s\033[0m %s\n' "$1" "$2" "$3" >&2; else printf '%s %s\n' "$2" "$3" >&2; fi
}
say() { mark 36 • "$*"; }
die() {
    mark 31 ✗ "$*"
    exit 1
}

need_dotnet() {
    command -v dotnet >/dev/null || die "The .NET 10 SDK is missing. Install it: https://dot.net/download (or: apt-get install dotnet-sdk-10.0)"
    dotnet --list-sdks | grep -q '^10\.' || die "The .NET 10 SDK is missing; found only: $(dotnet --list-sdks | tr '\n' ' '). Install it: https://dot.net/download"
}

need_node() {
    if command -v node >/dev/null && command -v npm >/dev/null; then return; fi
    die "Node.js and npm are missing; they install the Claude Code CLI. Install them: apt-get install nodejs npm (Node 20 or newer)"
}

# Puts the path of a Claude Code CLI into CLAUDE_CLI_PATH: the one named there, the one on PATH, else a pinned one in .tools.
need_claude() {
    if [ -n "${CLAUDE_CLI_PATH:-}" ]; then
        [ -x "$CLAUDE_CLI_PATH" ] || die "CLAUDE_CLI_PATH names $CLAUDE_CLI_PATH, which is not an executable file. Correct or unset it."
    elif command -v claude >/dev/null; then
        CLAUDE_CLI_PATH=$(command -v claude)
    else
        need_pinned_claude
    fi
    export CLAUDE_CLI_PATH
}

need_pinned_claude() {
    need_node
    CLAUDE_CLI_PATH=$TOOLS/claude-$CLAUDE_VERSION/node_modules/.bin/claude
    export CLAUDE_CLI_PATH
    [ -x "$CLAUDE_CLI_PATH" ] && [ -e "$TOOLS/claude-$CLAUDE_VERSION/ready" ] && return
    say "Installing Claude Code $CLAUDE_VERSION from npm into .tools (once) …"
    rm -rf "$TOOLS/claude-$CLAUDE_VERSION"
    mkdir -p "$TOOLS/claude-$CLAUDE_VERSION"
    # The package's install script only links its platform binary; npm may refuse to run install scripts, so it is run here by name.
    (cd "$TOOLS/claude-$CLAUDE_VERSION" && echo '{"private":true}' >package.json &&
        npm install --no-audit --no-fund --loglevel=error --ignore-scripts "@anthropic-ai/claude-code@$CLAUDE_VERSION" >install.log 2>&1 &&
        node node_modules/@anthropic-ai/claude-code/install.cjs >>install.log 2>&1 &&
        node_modules/.bin/claude --version >ready) || die "npm could not install @anthropic-ai/claude-code@$CLAUDE_VERSION; see $TOOLS/claude-$CLAUDE_VERSION/install.log"
}

# Puts the folder with the tools that make and check a TypeScript client into TYPESCRIPT_TOOLS.
need_typescript() {
    need_node
    TYPESCRIPT_TOOLS=$TOOLS/typescript
    export TYPESCRIPT_TOOLS
    from=tests/Ccsp.EndToEnd/TypeScript
    cmp -s "$from/package-lock.json" "$TYPESCRIPT_TOOLS/ready" && return
    say "Installing the tools of the TypeScript client from npm into .tools (once) …"
    rm -rf "$TYPESCRIPT_TOOLS"
    mkdir -p "$TYPESCRIPT_TOOLS"
    cp "$from/package.json" "$from/package-lock.json" "$TYPESCRIPT_TOOLS"
    (cd "$TYPESCRIPT_TOOLS" && npm ci --no-audit --no-fund --loglevel=error --ignore-scripts >install.log 2>&1 && cp package-lock.json ready) ||
        die "npm could not install the tools of the TypeScript client; see $TYPESCRIPT_TOOLS/install.log"
}

# need_package PROGRAM DEBIAN_PACKAGE: installs a Debian package when its program is missing and we may.
need_package() {
    command -v "$1" >/dev/null && return
    if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then die "$1 is missing. Install it: sudo apt-get install $2"; fi
    say "Installing $2 (for $1) …"
    { apt-get install -y -qq "$2" || { apt-get update -qq && apt-get install -y -qq "$2"; }; } >/dev/null 2>&1 || die "apt-get could not install $2"
}

# What links native code.
need_compiler() {
    command -v clang >/dev/null || need_package gcc gcc
}

# Publishes the native program once per state of the sources; leaves its path in CCSP_BIN.
publish_ccsp() {
    need_compiler
    CCSP_BIN=$PWD/artifacts/ccsp/ccsp
    export CCSP_BIN
    say "Building ccsp (a few minutes the first time) …"
    mkdir -p artifacts
    # Publishing over a bundle that is up to date takes the libraries beside it for leftovers and removes them.
    rm -rf artifacts/ccsp
    # Whether the sources keep the rules is asked by ./test's own build.
    dotnet publish src/Ccsp.Cli -c Release -o artifacts/ccsp -v quiet -nologo -p:RunAnalyzers=false >artifacts/publish.log 2>&1 || {
        cat artifacts/publish.log >&2
        die "The build failed; the compiler's messages stand above."
    }
}
