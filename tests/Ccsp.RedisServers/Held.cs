using System.Text;

namespace Ccsp.RedisServers;

/// <summary>
/// A client's first piece with a word of the protocol in it, held up on its way to the server, so that something can happen between its
/// look and its commit.
/// </summary>
internal sealed class Held
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Held()
    {
    }

    /// <summary>The piece has come and waits.</summary>
    public Task Reached => _reached.Task;

    /// <param name="word">A whole argument, such as the name of a guard or a write, or the end of one.</param>
    public static Held At(ChaosProxy proxy, string word)
    {
        var held = new Held();
        var text = Encoding.ASCII.GetBytes($"{word}\r\n");
        proxy.Asking = async piece =>
        {
            if (piece.Span.IndexOf(text) < 0 || !held._reached.TrySetResult())
                return true;
            await held._released.Task;
            return true;
        };
        return held;
    }

    public void Release() => _released.TrySetResult();
}
