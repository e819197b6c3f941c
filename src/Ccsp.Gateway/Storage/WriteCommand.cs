namespace Ccsp.Gateway.Storage;

/// <summary>A step for the writer thread, with its waiting caller.</summary>
internal abstract class WriteCommand(WriteKind kind)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;
    private int _phase;

    public WriteKind Kind { get; } = kind;

    /// <summary>Claims it for the writer; false when its caller has given up before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _phase, Taken, Waiting) == Waiting;

    /// <summary>Runs on the writer thread, inside the transaction.</summary>
    public abstract void Apply();

    /// <summary>Passes the result of <see cref="Apply"/> to the caller.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    protected bool TryAbandon() => Interlocked.CompareExchange(ref _phase, Abandoned, Waiting) == Waiting;
}

/// <inheritdoc cref="WriteCommand"/>
internal sealed class WriteCommand<T> : WriteCommand
{
    // Continuations run on the pool: the writer thread must not execute its callers' code.
    private readonly TaskCompletionSource<T> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<T> _apply;
    private readonly CancellationTokenRegistration _registration;
    private T? _result;

    public WriteCommand(WriteKind kind, Func<T> apply, CancellationToken cancellationToken)
        : base(kind)
    {
        _apply = apply;
        if (cancellationToken.CanBeCanceled)
            _registration = cancellationToken.UnsafeRegister(
                static (command, cancellationToken) => ((WriteCommand<T>)command!).Cancel(cancellationToken), this);
    }

    public Task<T> Reply => _reply.Task;

    public override void Apply() => _result = _apply();

    public override void Complete()
    {
        _registration.Unregister();
        _reply.TrySetResult(_result!);
    }

    public override void Fail(Exception error)
    {
        _registration.Unregister();
        _reply.TrySetException(error);
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (TryAbandon())
            _reply.TrySetCanceled(cancellationToken);
    }
}
