namespace Ccsp.Gateway.Storage;

/// <summary>One step for the writer thread with its waiting caller.</summary>
internal abstract class WriteCommand(WriteKind kind)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;
    private int phase;

    public WriteKind Kind { get; } = kind;

    /// <summary>The writer takes it; false when its caller has given up before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref phase, Taken, Waiting) == Waiting;

    /// <summary>On the writer thread, inside the transaction.</summary>
    public abstract void Apply();

    /// <summary>Answers the caller with what <see cref="Apply"/> returned.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    protected bool TryAbandon() => Interlocked.CompareExchange(ref phase, Abandoned, Waiting) == Waiting;
}

/// <inheritdoc cref="WriteCommand"/>
internal sealed class WriteCommand<T> : WriteCommand
{
    // Continuations run on the pool: the writer thread must not execute its callers' code.
    private readonly TaskCompletionSource<T> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<T> apply;
    private readonly CancellationTokenRegistration registration;
    private T? result;

    public WriteCommand(WriteKind kind, Func<T> apply, CancellationToken stop)
        : base(kind)
    {
        this.apply = apply;
        if (stop.CanBeCanceled)
            registration = stop.UnsafeRegister(static (command, token) => ((WriteCommand<T>)command!).Cancel(token), this);
    }

    public Task<T> Reply => reply.Task;

    public override void Apply() => result = apply();

    public override void Complete()
    {
        registration.Unregister();
        reply.TrySetResult(result!);
    }

    public override void Fail(Exception error)
    {
        registration.Unregister();
        reply.TrySetException(error);
    }

    private void Cancel(CancellationToken stop)
    {
        if (TryAbandon())
            reply.TrySetCanceled(stop);
    }
}
