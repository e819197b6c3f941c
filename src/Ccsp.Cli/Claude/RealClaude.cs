using System.Runtime.InteropServices;
using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Processes;

namespace Ccsp.Cli.Claude;

/// <summary>Replaces this process by the real <c>claude</c>: same process id, terminal and signals.</summary>
internal static partial class RealClaude
{
    private const int SigPipe = 13;

    /// <summary>Returns only on failure.</summary>
    public static int Become(Shell shell, IReadOnlyList<string> args)
    {
        var program = Find(shell);
        if (program is null)
            return Failures.Say(shell, "there is no claude on PATH: " + ProgramCure.Claude, ExitCodes.Failed);
        var argv = ProcessArguments.Last(args.Count) ?? [.. args.Select(a => Encoding.UTF8.GetBytes(a))];
        Execute(program, argv);
        return Failures.Say(shell, $"{program} cannot be started: {Marshal.GetLastPInvokeErrorMessage()}", ExitCodes.Failed);
    }

    /// <summary>The program in CLAUDE_CLI_PATH, otherwise the first on PATH that is not this program under another name.</summary>
    public static string? Find(Shell shell)
    {
        if (shell.Variable("CLAUDE_CLI_PATH") is { } named)
        {
            if (named.Contains('/', StringComparison.Ordinal))
                return shell.Absolute(named);
            return OnPath(shell, named);
        }

        return OnPath(shell, "claude");
    }

    private static string? OnPath(Shell shell, string name) =>
        (shell.Environment.GetValueOrDefault("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(folder => folder is ['/', ..] || shell.CurrentDirectory is not null)
            .Select(folder => Path.Combine(shell.Absolute(folder), name))
            .FirstOrDefault(path => IsProgram(path) && Resolved(path) != Environment.ProcessPath);

    private static bool IsProgram(string path) =>
        File.Exists(path)
            && !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static string Resolved(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static void Execute(string program, IReadOnlyList<byte[]> arguments)
    {
        var argv = Marshal.AllocHGlobal((arguments.Count + 2) * IntPtr.Size);
        Marshal.WriteIntPtr(argv, 0, Terminated(Encoding.UTF8.GetBytes(program)));
        for (var i = 0; i < arguments.Count; i++)
            Marshal.WriteIntPtr(argv, (i + 1) * IntPtr.Size, Terminated(arguments[i]));
        Marshal.WriteIntPtr(argv, (arguments.Count + 1) * IntPtr.Size, IntPtr.Zero);

        // The runtime ignores SIGPIPE, and ignored signals stay ignored across exec.
        _ = Signal(SigPipe, IntPtr.Zero);
        _ = Execv(Terminated(Encoding.UTF8.GetBytes(program)), argv);
    }

    private static IntPtr Terminated(byte[] bytes)
    {
        var copy = Marshal.AllocHGlobal(bytes.Length + 1);
        Marshal.Copy(bytes, 0, copy, bytes.Length);
        Marshal.WriteByte(copy, bytes.Length, 0);
        return copy;
    }

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true)]
    private static partial int Execv(IntPtr path, IntPtr argv);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial IntPtr Signal(int number, IntPtr action);
}
