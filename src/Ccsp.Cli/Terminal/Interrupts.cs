using System.Runtime.InteropServices;
using Ccsp.Contracts;
using static Ccsp.Gateway.Processes.SignalNumbers;

namespace Ccsp.Cli.Terminal;

/// <summary>Ctrl-C, SIGTERM and other terminating signals: the first one requests a stop, the second one exits at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly ExitHook _hook;
    private readonly Lock _gate = new();
    private PosixSignal? _first;

    /// <param name="hook">Runs before the second signal ends the process.</param>
    public Interrupts(ExitHook hook)
        : this(hook, [], [])
    {
    }

    private Interrupts(ExitHook hook, PosixSignal[] ending, PosixSignal[] nothing)
    {
        _hook = hook;
        _registrations =
        [
            .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, .. ending]).Select(
            signal => PosixSignalRegistration.Create(signal, OnSignal)),
            .. nothing.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true)),
        ];
    }

    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit code of a process ended by the first signal.</summary>
    public int ExitCode => _first switch
    {
        PosixSignal.SIGHUP => 129,
        PosixSignal.SIGQUIT => 131,
        PosixSignal.SIGTERM => 143,
        { } other when other > 0 => 128 + (int)other,
        _ => ExitCodes.Interrupted,
    };

    /// <summary>
    /// For a command whose task is useless without it: a closed terminal also requests a stop, so that no run continues unattended. USR1
    /// and USR2, which batch systems send as a warning, are ignored.
    /// </summary>
    public static Interrupts OfWaiting(ExitHook hook) => new(
        hook,
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
        bool isFirst;
        lock (_gate)
        {
            isFirst = _first is null;
            _first ??= context.Signal;
        }

        if (isFirst)
        {
            _stop.Cancel();
        }
        else if (context.Signal != PosixSignal.SIGHUP)
        {
            // Kernel and shell both signal a closed terminal; only a person's second signal means to exit at once.
            _hook.Run();
            Environment.Exit(ExitCode);
        }
    }
}
