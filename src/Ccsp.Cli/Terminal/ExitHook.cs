namespace Ccsp.Cli.Terminal;

/// <summary>What is still done when a second interrupt ends the process. It runs once, and whoever sets it bounds its time.</summary>
internal sealed class ExitHook
{
    private readonly Lock _gate = new();
    private Action? _action;

    /// <returns>Takes it back.</returns>
    public IDisposable Set(Action action)
    {
        Volatile.Write(ref _action, action);
        return new Reset(this);
    }

    /// <summary>Returns when it has run, also to those who came second.</summary>
    public void Run()
    {
        lock (_gate)
            Interlocked.Exchange(ref _action, null)?.Invoke();
    }

    private sealed class Reset(ExitHook hook) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref hook._action, null);
    }
}
