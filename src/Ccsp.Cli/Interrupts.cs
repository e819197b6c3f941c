using System.Runtime.InteropServices;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>Ctrl-C, SIGTERM and whatever else ends a command: the first signal asks to stop, the second leaves at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private PosixSignal? _first;

    /// <param name="more">Signals that ask to stop as well.</param>
    public Interrupts(params ReadOnlySpan<PosixSignal> more) => _registrations =
        [
            .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, .. more])
            .Select(signal => PosixSignalRegistration.Create(signal, OnSignal)),
        ];

    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit code of a process that was stopped by the signal that came first.</summary>
    public int ExitCode => _first switch
    {
        PosixSignal.SIGHUP => 129,
        PosixSignal.SIGQUIT => 131,
        PosixSignal.SIGTERM => 143,
        _ => ExitCodes.Interrupted,
    };

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        // The kernel and the shell both tell of a terminal that is gone; only a person who asks twice means at once.
        if (_first is not null && context.Signal == PosixSignal.SIGHUP)
            return;
        if (_first is not null)
            Environment.Exit(ExitCode);
        _first = context.Signal;
        _stop.Cancel();
    }
}
