namespace Ccsp.Gateway.Processes;

/// <summary>
/// Absolute paths of the system programs that supervisors use, looked up once, so that no later PATH can replace them. <c>Env</c> is empty
/// when env(1) is older than coreutils 8.31 and cannot reset signals.
/// </summary>
internal sealed record Tools(string Shell, string Setsid, string Env, string Sleep, string Sync, string RemoveFolder)
{
    private const string SystemPath = "/usr/bin:/bin:/usr/local/bin:/usr/sbin:/sbin";

    /// <exception cref="FileNotFoundException">One is missing; the message names it and its package.</exception>
    public static Tools Find()
    {
        var env = Find("env", "coreutils");
        return new Tools(
            // dash first: bash, when it is sh, leaves more variables behind and cannot tell an exit code from a signal in the job table.
            ProgramPath.Find("dash", SystemPath) ?? Find("sh", "dash"),
            Find("setsid", "util-linux"),
            ResetsSignals(env) ? env : "",
            Find("sleep", "coreutils"),
            Find("sync", "coreutils"),
            Find("rmdir", "coreutils"));
    }

    private static string Find(string name, string package) =>
        ProgramPath.Find(name, SystemPath) ?? throw new FileNotFoundException($"{name} is missing; install the package {package}.", name);

    private static bool ResetsSignals(string env) =>
        ChildProcess.Run(env, ["--default-signal", "true"]) == 0;
}
