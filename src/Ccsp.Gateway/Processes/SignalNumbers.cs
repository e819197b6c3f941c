namespace Ccsp.Gateway.Processes;

/// <summary>Linux numbers of signals without a .NET name.</summary>
internal static class SignalNumbers
{
    public const int SIGUSR1 = 10, SIGUSR2 = 12, SIGALRM = 14, SIGSTKFLT = 16, SIGXCPU = 24, SIGXFSZ = 25, SIGVTALRM = 26, SIGPROF = 27,
        SIGIO = 29, SIGPWR = 30;
}
