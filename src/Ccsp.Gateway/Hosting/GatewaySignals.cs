using System.Runtime.InteropServices;
using System.Threading.Channels;
using Ccsp.Gateway.Processes;
using static Ccsp.Gateway.Processes.SignalNumbers;

namespace Ccsp.Gateway.Hosting;

/// <summary>
/// The signals that do not end a gateway: HUP has the configuration read again; QUIT, USR1, USR2, those of timers and the like, which would
/// end a process that does not handle them, are noted and do nothing. A HUP during the start waits for its end; one that tells of a closed
/// terminal asks for nothing and is noted too.
/// </summary>
internal sealed partial class GatewaySignals : IDisposable
{
    private static readonly Dictionary<int, string> Unnamed = new()
    {
        [SIGUSR1] = nameof(SIGUSR1), [SIGUSR2] = nameof(SIGUSR2), [SIGALRM] = nameof(SIGALRM), [SIGSTKFLT] = nameof(SIGSTKFLT),
            [SIGXFSZ] = nameof(SIGXFSZ),
        [SIGVTALRM] = nameof(SIGVTALRM), [SIGPROF] = nameof(SIGPROF), [SIGIO] = nameof(SIGIO), [SIGPWR] = nameof(SIGPWR),
    };

    private readonly Channel<PosixSignal> _received =
        Channel.CreateBounded<PosixSignal>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly PosixSignalRegistration[] _registrations;
    private readonly OwnTerminal _terminal = new();
    private bool _knowsOfTerminal;

    public GatewaySignals()
    {
        _registrations =
        [
            .. Unnamed.Keys.Select(number => (PosixSignal)number).Concat([PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
                .Select(signal => PosixSignalRegistration.Create(signal, Take)),
        ];
        // A log line must not stop a background process. The signals are handled instead of ignored, or they would be sent again and again.
        NativeMethods.Signal(NativeMethods.SIGTTIN, NativeMethods.SIG_IGN);
        NativeMethods.Signal(NativeMethods.SIGTTOU, NativeMethods.SIG_IGN);
    }

    /// <summary>Handles received signals until cancelled.</summary>
    /// <param name="reload">Called on HUP.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<Task> reload, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var signal in _received.Reader.ReadAllAsync(cancellationToken))
            {
                if (signal == PosixSignal.SIGHUP && !_knowsOfTerminal && _terminal.IsGone)
                    LogLostTerminal(log);
                else if (signal == PosixSignal.SIGHUP)
                    await ReloadAsync(reload, log, cancellationToken);
                else
                    Log.Ignored(log, Name(signal));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    /// <summary>Once: a later HUP means a reload.</summary>
    private void LogLostTerminal(ILogger log)
    {
        _knowsOfTerminal = true;
        Log.TerminalGone(log, Environment.ProcessId);
    }

    /// <summary>A failed reload must not be the last.</summary>
    private static async Task ReloadAsync(Func<Task> reload, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await reload();
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotReloaded(log, ex);
        }
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        _received.Writer.TryWrite(context.Signal);
    }

    private static string Name(PosixSignal signal) => Unnamed.GetValueOrDefault((int)signal) ?? signal.ToString();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error,
            Message = "The configuration could not be read again; send SIGHUP once more when the reason is gone")]
        public static partial void NotReloaded(ILogger log, Exception ex);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The terminal this gateway was started in is gone; it goes on without it, and 'kill {ProcessId}' ends it")]
        public static partial void TerminalGone(ILogger log, int processId);

        [LoggerMessage(Level = LogLevel.Information,
            Message = "{Signal} does nothing here; SIGHUP has the configuration read again, SIGTERM ends the gateway")]
        public static partial void Ignored(ILogger log, string signal);
    }
}
