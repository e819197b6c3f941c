using System.Runtime.InteropServices;
using Ccsp.Contracts;
using static Ccsp.Gateway.Processes.SignalNumbers;

namespace Ccsp.Cli;

/// <summary>Ctrl-C, SIGTERM and whatever else ends a command: the first signal asks to stop, the second leaves at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private PosixSignal? _first;

    public Interrupts()
        : this([], [])
    {
    }

    private Interrupts(PosixSignal[] ending, PosixSignal[] nothing) => _registrations =
        [
            .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, .. ending]).Select(
            signal => PosixSignalRegistration.Create(signal, OnSignal)),
            .. nothing.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true)),
        ];

    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit code of a process that was stopped by the signal that came first.</summary>
    public int ExitCode => _first switch
    {
        PosixSignal.SIGHUP => 129,
        PosixSignal.SIGQUIT => 131,
        PosixSignal.SIGTERM => 143,
        { } other when other > 0 => 128 + (int)other,
        _ => ExitCodes.Interrupted,
    };

    /// <summary>
    /// For a command whose task is of no use without it: what would end it asks to stop as well, so that no run stays that nobody waits
    /// for. USR1 and USR2, which batch systems send as a warning, do nothing.
    /// </summary>
    public static Interrupts OfWaiting() => new(
        [
            PosixSignal.SIGHUP, PosixSignal.SIGQUIT,
            .. ((int[])[SIGALRM, SIGXCPU, SIGVTALRM, SIGPROF, SIGIO, SIGPWR]).Select(number => (PosixSignal)number),
        ],
        [(PosixSignal)SIGUSR1, (PosixSignal)SIGUSR2]);

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
