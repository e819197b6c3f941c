namespace Ccsp.Gateway.Processes;

/// <summary>
/// The terminal this process was started in. When it closes, the kernel detaches all its processes and sends HUP, the signal that otherwise
/// asks a daemon to reload its configuration.
/// </summary>
internal sealed class OwnTerminal
{
    private readonly bool _atStart = HasOne();

    public bool IsGone => _atStart && !HasOne();

    private static bool HasOne() => ProcStat.Read(Environment.ProcessId) is { Terminal: not 0 };
}
