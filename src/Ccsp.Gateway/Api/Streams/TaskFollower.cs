using Ccsp.Gateway.Api.Peers;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>
/// Follows one task: state events from the store merged with output from the spool. The lines of a run come after its <c>task.started</c>
/// and before the event that ends it. Everything is read when it is sent, so the position alone is enough to resume.
/// </summary>
internal sealed class TaskFollower(StreamSources sources, string taskId, SseWriter sse, bool follow, CancellationToken cancellationToken)
    : IDisposable
{
    private const int Batch = 200;

    /// <summary>Lines between two reads of the store, so that a flood of output cannot delay state events.</summary>
    private const int Round = 1000;

    private static readonly TimeSpan StorePoll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UnwatchedOutputPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WatchedOutputPoll = TimeSpan.FromSeconds(1);

    private int _seq;
    private int _run;
    private OutputView? _output;
    private LineReader? _lines;

    /// <summary>Lines of the run that the client already has.</summary>
    private int _skip;

    private bool _ended;

    /// <summary>Follows until the task ended or the client is gone; without following, sends what exists now.</summary>
    public async Task RunAsync(StreamPosition from, Subscription subscription)
    {
        var signal = new EventSignal(subscription, sources.Time);
        await ResumeAsync(from);
        if (!await sse.OpenAsync(cancellationToken))
            return;
        while (!cancellationToken.IsCancellationRequested)
        {
            signal.TakeAll();
            var lastRead = sources.Time.GetTimestamp();
            if (!await EventsAsync() || _ended)
                return;
            while (!cancellationToken.IsCancellationRequested)
            {
                var grown = _output?.Growth();
                var more = !Lines(atEnd: false);
                if (!await sse.FlushAsync(cancellationToken) || (!more && !follow))
                    return;
                if (more ? signal.TakeAll() : await WaitAsync(signal, grown))
                    break;
                if (sources.Time.GetElapsedTime(lastRead) >= StorePoll)
                    break;
            }
        }
    }

    public void Dispose()
    {
        _lines?.Dispose();
        _output?.Dispose();
    }

    private async Task<bool> WaitAsync(EventSignal signal, Task? grown)
    {
        var most = _lines is null ? StorePoll : grown is null ? UnwatchedOutputPoll : WatchedOutputPoll;
        var isWoken = await signal.WaitAsync(most, grown, cancellationToken);
        if (sse.Silence >= TimeSpan.FromSeconds(sources.Options.KeepAliveSeconds))
            sse.KeepAlive();
        return isWoken;
    }

    /// <summary>Restores a position. One without a run is completed from the events before it.</summary>
    private async Task ResumeAsync(StreamPosition from)
    {
        _seq = from.Seq;
        if (from.Run > 0)
            await OpenAsync(from.Run, from.Line);
        if (from.Run >= 0)
            return;
        var under = 0;
        var last = 0;
        while (last < _seq)
        {
            var before = await sources.Store.EventsAsync(new EventQuery(taskId, last, Batch), cancellationToken);
            foreach (var stored in before.TakeWhile(stored => stored.TaskSeq <= _seq))
                under = RunSpan.Starts(stored) ? stored.Run!.Value : RunSpan.Ends(stored, under) ? 0 : under;
            last = before.Count == 0 ? _seq : before[^1].TaskSeq!.Value;
        }

        if (under > 0)
            await OpenAsync(under, 0);
    }

    /// <returns>False when the client is gone.</returns>
    private async Task<bool> EventsAsync()
    {
        while (true)
        {
            var batch = await sources.Store.EventsAsync(new EventQuery(taskId, _seq, Batch), cancellationToken);
            foreach (var stored in batch)
            {
                if (_lines is not null && (RunSpan.Ends(stored, _run) || RunSpan.Starts(stored)) && !await DrainAsync())
                    return false;
                if (RunSpan.Starts(stored))
                    await OpenAsync(stored.Run!.Value, 0);
                _seq = stored.TaskSeq!.Value;
                sse.Event(Id(), stored);
                _ended = RunSpan.EndsTask(stored);
                if (sse.IsFull && !await sse.FlushAsync(cancellationToken))
                    return false;
            }

            if (batch.Count < Batch)
                return await sse.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Sends the rest of an ended run.</summary>
    private async Task<bool> DrainAsync()
    {
        var whole = _output!.WholeAsync(cancellationToken);
        while (!whole.IsCompleted && _output.Growth() is { } grown)
        {
            if (!await SendLinesAsync(atEnd: false))
                return false;
            await Task.WhenAny(whole, grown);
        }

        var missing = await whole;
        if (!await SendLinesAsync(atEnd: true))
            return false;
        if (missing is not null)
            sse.OutputMissing(Id(), taskId, _run, missing);

        Dispose();
        (_output, _lines) = (null, null);
        _run = _skip = 0;
        return true;
    }

    /// <returns>False when the client is gone.</returns>
    private async Task<bool> SendLinesAsync(bool atEnd)
    {
        while (!Lines(atEnd))
        {
            if (!await sse.FlushAsync(cancellationToken))
                return false;
        }

        return await sse.FlushAsync(cancellationToken);
    }

    /// <summary>Sends lines until there are none, the buffer is full, or the batch is complete.</summary>
    /// <returns>Whether there are no more lines for now.</returns>
    private bool Lines(bool atEnd)
    {
        if (_lines is null)
            return true;
        for (var i = 0; i < Round && !sse.IsFull; i++)
        {
            if (!_lines.TryNext(atEnd, out var line, out var cut))
                return true;
            if (_lines.Line > _skip)
                sse.Output(Id(), taskId, _run, _lines.Line, line.Span, cut);
        }

        return false;
    }

    private async Task OpenAsync(int number, int delivered)
    {
        _run = number;
        _skip = delivered;
        _output = await sources.Outputs.OpenAsync(taskId, number, cancellationToken);
        _lines = new LineReader(_output.Path);
    }

    private string Id() => new StreamPosition(_seq, _run, Math.Max(_skip, _lines?.Line ?? 0)).ToString();
}
