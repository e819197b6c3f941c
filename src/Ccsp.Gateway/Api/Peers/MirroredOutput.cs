using System.Net;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>
/// Of a run of another instance: a copy that is written for as long as somebody looks. When the connection breaks, or the owner or the
/// store is in trouble, it is taken up where it broke; it is whole when the owner has sent everything, says that there is no more, or is
/// gone.
/// </summary>
internal sealed partial class MirroredOutput : OutputView
{
    private const int Chunk = 16 << 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly PeerRequests peers;
    private readonly Func<CancellationToken, Task<Uri?>> find;
    private readonly string request;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly CancellationTokenSource closing = new();
    private readonly Task whole;
    private string? trouble;
    private TaskCompletionSource grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="peers">Asks the owner.</param>
    /// <param name="find">Where the owner is now; null: gone. It may throw what the store throws: then nobody knows, and it is asked
    /// again.</param>
    /// <param name="request">The path of the output there.</param>
    /// <param name="path">Where the copy is put.</param>
    public MirroredOutput(
        PeerRequests peers, Func<CancellationToken, Task<Uri?>> find, string request, string path, TimeProvider time, ILogger log)
    {
        (this.peers, this.find, this.request, this.time, this.log) = (peers, find, request, time, log);
        Path = path;
        whole = CopyAllAsync(closing.Token);
        _ = RemoveAtEndAsync();
    }

    public override string Path { get; }

    public override Task? Growth() => whole.IsCompleted ? null : Volatile.Read(ref grown).Task;

    public override Task WholeAsync(CancellationToken stop) => whole.WaitAsync(stop);

    public override void Dispose() => closing.Cancel();

    private async Task CopyAllAsync(CancellationToken stop)
    {
        try
        {
            await using var copy = new FileStream(
                Path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    BufferSize = 0,
                });
            while (!await TryAsync(copy, stop))
                await Task.Delay(Pause, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception problem)
        {
            Log.Broken(log, request, problem.Message);
        }

        Tell();
    }

    /// <returns>Whether the copy is whole.</returns>
    private async Task<bool> TryAsync(FileStream copy, CancellationToken stop)
    {
        try
        {
            return await find(stop) is not { } owner || await CopyAsync(owner, copy, stop);
        }
        // A store that does not answer is an IOException too.
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            Failed(broken.Message);
            return false;
        }
    }

    /// <returns>Whether the owner has sent all, or has no more; false when it refuses for now.</returns>
    private async Task<bool> CopyAsync(Uri owner, FileStream copy, CancellationToken stop)
    {
        using var answer = await peers.GetAsync(owner, request, copy.Length == 0 ? null : $"bytes={copy.Length}-", stop);
        // Not satisfiable: it has nothing beyond what is here.
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return true;
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            Log.Refused(log, request, (int)answer.StatusCode);
            return true;
        }

        // Its store is in trouble, it is stopping, or does not know our key yet: its output is there all the same.
        if (!answer.IsSuccessStatusCode)
        {
            Failed($"status {(int)answer.StatusCode}");
            return false;
        }

        trouble = null;
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var piece = new byte[Chunk];
        while (await body.ReadAsync(piece, stop) is > 0 and var length)
        {
            await copy.WriteAsync(piece.AsMemory(0, length), stop);
            Tell();
        }

        return true;
    }

    /// <summary>Told once for each trouble, not for each try.</summary>
    private void Failed(string reason)
    {
        if (reason != trouble)
            Log.Broken(log, request, reason);
        trouble = reason;
    }

    private void Tell() =>
        Interlocked.Exchange(ref grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private async Task RemoveAtEndAsync()
    {
        var closed = new TaskCompletionSource();
        await using (closing.Token.Register(() => closed.TrySetResult()))
            await closed.Task;
        await whole;
        try
        {
            File.Delete(Path);
        }
        catch (IOException problem)
        {
            // The next start removes what is left.
            Log.NotRemoved(log, Path, problem.Message);
        }

        closing.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Output of another instance ({Request}) broke off: {Reason}")]
        public static partial void Broken(ILogger log, string request, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The copy {Path} could not be removed: {Reason}")]
        public static partial void NotRemoved(ILogger log, string path, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Another instance refused output ({Request}): {Status}")]
        public static partial void Refused(ILogger log, string request, int status);
    }
}
