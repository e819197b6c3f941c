using System.Net;

namespace Ccsp.Gateway.Api.Peers;

/// <summary>
/// Output of a run on another instance: a local copy that grows while somebody reads it. After a broken connection or a temporary error of
/// the owner or the store, copying resumes where it stopped. It ends when the owner has sent everything, is gone, or refuses permanently.
/// </summary>
internal sealed partial class MirroredOutput : OutputView
{
    private const int Chunk = 16 << 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long a reader of an ended run waits for more output; each new piece restarts the wait.</summary>
    private static readonly TimeSpan RestPatience = TimeSpan.FromSeconds(20);

    private readonly PeerRequests _peers;
    private readonly Func<CancellationToken, Task<Uri?>> _find;
    private readonly string _request;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _whole;
    private string? _trouble;
    private string? _missing;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="peers">Sends the requests to the owner.</param>
    /// <param name="find">Finds the owner's address; null: it is gone. May throw the store's exceptions, after which it is called
    /// again.</param>
    /// <param name="request">The output's path on the owner.</param>
    /// <param name="path">Where the copy is stored.</param>
    public MirroredOutput(
        PeerRequests peers, Func<CancellationToken, Task<Uri?>> find, string request, string path, TimeProvider time, ILogger log)
    {
        (_peers, _find, _request, _time, _log) = (peers, find, request, time, log);
        Path = path;
        _whole = CopyAllAsync(_closing.Token);
        _ = RemoveAtEndAsync();
    }

    public override string Path { get; }

    public override Task? Growth() => _whole.IsCompleted ? null : Volatile.Read(ref _grown).Task;

    public override async Task<string?> WholeAsync(CancellationToken cancellationToken)
    {
        while (!_whole.IsCompleted)
        {
            var grown = Volatile.Read(ref _grown).Task;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var tooLong = Task.Delay(RestPatience, _time, patience.Token);
            var first = await Task.WhenAny(_whole, grown, tooLong);
            await patience.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (first == tooLong)
                return $"the instance that has it sent nothing for {RestPatience.TotalSeconds:0} s ({_trouble ?? "it does not answer"})";
        }

        return _missing;
    }

    public override void Dispose() => _closing.Cancel();

    private async Task CopyAllAsync(CancellationToken cancellationToken)
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
            while (!await TryAsync(copy, cancellationToken))
                await Task.Delay(Pause, _time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody reads any more.
        }
        catch (Exception ex)
        {
            _missing = "this instance could not keep a copy of it";
            Log.Broken(_log, _request, ex.Message);
        }

        SignalGrowth();
    }

    /// <returns>Whether copying is finished.</returns>
    private async Task<bool> TryAsync(FileStream copy, CancellationToken cancellationToken)
    {
        try
        {
            if (await _find(cancellationToken) is { } owner)
                return await CopyAsync(owner, copy, cancellationToken);
            return IsMissing("the instance that has it is gone");
        }
        catch (PeerRefused ex)
        {
            return IsMissing($"the instance that has it {ex.Message}");
        }
        // An unavailable store also throws an IOException.
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            Failed(ex.Message);
            return false;
        }
    }

    /// <returns>Whether the copy is complete; false when the owner refuses for now.</returns>
    private async Task<bool> CopyAsync(Uri owner, FileStream copy, CancellationToken cancellationToken)
    {
        using var answer = await _peers.GetAsync(owner, _request, copy.Length == 0 ? null : $"bytes={copy.Length}-", cancellationToken);
        // 416: the owner has nothing beyond what was copied.
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return true;
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return IsMissing($"the instance at {owner} does not have it any more");
        // The owner's store is unavailable or it is stopping; its output still exists.
        if (answer.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
        {
            Failed($"status {(int)answer.StatusCode}");
            return false;
        }

        if (!answer.IsSuccessStatusCode)
            return IsMissing($"the instance at {owner} refuses it ({(int)answer.StatusCode})");

        _trouble = null;
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var piece = new byte[Chunk];
        while (await body.ReadAsync(piece, cancellationToken) is > 0 and var length)
        {
            await copy.WriteAsync(piece.AsMemory(0, length), cancellationToken);
            SignalGrowth();
        }

        return true;
    }

    /// <returns>True: retrying would not help.</returns>
    private bool IsMissing(string why)
    {
        _missing = why;
        Log.Broken(_log, _request, why);
        return true;
    }

    /// <summary>Logged once per reason, not per attempt.</summary>
    private void Failed(string reason)
    {
        if (reason != _trouble)
            Log.Broken(_log, _request, reason);
        _trouble = reason;
    }

    private void SignalGrowth() =>
        Interlocked.Exchange(ref _grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private async Task RemoveAtEndAsync()
    {
        var closed = new TaskCompletionSource();
        await using (_closing.Token.Register(() => closed.TrySetResult()))
            await closed.Task;
        await _whole;
        try
        {
            File.Delete(Path);
        }
        catch (IOException ex)
        {
            // The next start removes what is left.
            Log.NotRemoved(_log, Path, ex.Message);
        }

        _closing.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Output of another instance ({Request}) broke off: {Reason}")]
        public static partial void Broken(ILogger log, string request, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The copy {Path} could not be removed: {Reason}")]
        public static partial void NotRemoved(ILogger log, string path, string reason);
    }
}
