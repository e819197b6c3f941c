namespace Ccsp.Cli.Terminal;

/// <summary>An action that runs before a second interrupt ends the process. Runs once; it must limit its own time.</summary>
internal sealed class ExitHook
{
    private readonly Lock _gate = new();
    private Action? _action;

    /// <returns>Dispose it to remove the action.</returns>
    public IDisposable Set(Action action)
    {
        Volatile.Write(ref _action, action);
        return new Reset(this);
    }

    /// <summary>Returns when the action has run, for every caller.</summary>
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
