using System.Runtime.InteropServices;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks to stop, the second leaves at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private PosixSignal? _first;

    public Interrupts() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit code of a process that was stopped by the signal that came first.</summary>
    public int ExitCode => _first == PosixSignal.SIGTERM ? 143 : ExitCodes.Interrupted;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_first is not null)
            Environment.Exit(ExitCode);
        _first = context.Signal;
        _stop.Cancel();
    }
}
