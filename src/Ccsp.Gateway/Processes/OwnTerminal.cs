namespace Ccsp.Gateway.Processes;

/// <summary>
/// The terminal this process was started in. When it closes, the kernel takes it away from every process in it and sends HUP, the same
/// signal that asks a daemon to read its configuration again.
/// </summary>
internal sealed class OwnTerminal
{
    private readonly bool _atStart = HasOne();

    public bool IsGone => _atStart && !HasOne();

    private static bool HasOne() => ProcStat.Read(Environment.ProcessId) is { Terminal: not 0 };
}
