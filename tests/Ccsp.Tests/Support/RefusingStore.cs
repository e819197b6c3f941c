using System.Reflection;
using System.Runtime.ExceptionServices;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;

namespace Ccsp.Tests.Support;

/// <summary>
/// A store whose disk is full, or that stands still, for as long as the test says so; all calls go to the store behind it otherwise.
/// </summary>
#pragma warning disable CA1852 // the proxy is derived from it at run time
internal class RefusingStore : DispatchProxy
#pragma warning restore CA1852
{
    private static readonly string[] Writes =
    [
        "ChangeAsync", "EmergencyAsync", "FinishAsync", "GiveBackAsync", "ConfirmAsync", "RenewAsync", "ClaimAsync",
    ];

    private readonly TaskCompletionSource _standsStill = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITaskStore _behind = null!;

    public bool IsFull { get; set; }

    /// <summary>Answers come only after <see cref="GoOn"/>, also to reads.</summary>
    public bool StandsStill { get; set; }

    public static (ITaskStore Store, RefusingStore Control) Before(ITaskStore store)
    {
        var proxy = Create<ITaskStore, RefusingStore>();
        var control = (RefusingStore)(object)proxy;
        control._behind = store;
        return (proxy, control);
    }

    public void GoOn()
    {
        StandsStill = false;
        _standsStill.TrySetResult();
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (IsFull && Writes.Contains(targetMethod!.Name))
            throw new StorageFull("database or disk is full");
        if (StandsStill)
            return typeof(RefusingStore).GetMethod(nameof(LaterAsync), BindingFlags.NonPublic | BindingFlags.Instance)!
                .MakeGenericMethod(targetMethod!.ReturnType.GetGenericArguments()).Invoke(this, [targetMethod, args]);
        return Call(targetMethod!, args);
    }

    private async Task<T> LaterAsync<T>(MethodInfo method, object?[]? args)
    {
        await _standsStill.Task;
        return await (Task<T>)Call(method, args)!;
    }

    private object? Call(MethodInfo method, object?[]? args)
    {
        try
        {
            return method.Invoke(_behind, args);
        }
        catch (TargetInvocationException ex) when (ex.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
