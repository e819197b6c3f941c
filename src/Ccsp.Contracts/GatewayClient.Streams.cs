namespace Ccsp.Contracts;

/// <content>Opening streams and finding a gateway again that went away.</content>
public sealed partial class GatewayClient
{
    /// <summary>Sends a request whose answer is a stream, and waits for its headers.</summary>
    /// <param name="mediaType">What a gateway answers; a page of something else is no answer.</param>
    private async Task<HttpResponseMessage> OpenAsync(Func<HttpRequestMessage> request, string mediaType, Absence absence,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var patience = new CancellationTokenSource(_options.RequestTimeout, _options.Clock);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
                using var message = request();
                var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token);
                try
                {
                    await ThrowIfRefusedAsync(answer, both.Token);
                    if (answer.Content.Headers.ContentType is { MediaType: { } other } && other != mediaType)
                        throw NotLikeGateway($": {other} instead of {mediaType}");
                    absence.Opened();
                    return answer;
                }
                catch
                {
                    answer.Dispose();
                    throw;
                }
            }
            catch (Exception ex) when (!cancellationToken.IsCancellationRequested && IsPassing(ex))
            {
                await absence.WaitAsync(ex, cancellationToken);
            }
        }
    }

    /// <summary>Whether a retry may help: unreachable, disconnected, or a gateway that is stopping.</summary>
    private static bool IsPassing(Exception failure) =>
        IsConnection(failure)
            || failure is OperationCanceledException
            || failure is GatewayException { Problem.Code: ErrorCodes.Stopping or ErrorCodes.StoreUnavailable };

    /// <summary>Reads a stream piece by piece; long silence counts as a lost connection.</summary>
    private async Task<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var idle = new CancellationTokenSource(_options.StreamIdleTimeout, _options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, idle.Token);
        try
        {
            return await stream.ReadAsync(buffer, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StreamSilent(_options.StreamIdleTimeout);
        }
    }

    /// <summary>Tracks how long the gateway has been away, against the allowed time.</summary>
    private sealed class Absence(GatewayClientOptions options)
    {
        /// <summary>A gateway that kept a stream open for this long was there, even if the stream was silent.</summary>
        private static readonly TimeSpan There = TimeSpan.FromSeconds(5);

        private long? _since;
        private long? _opened;
        private int _tries;

        /// <summary>The gateway answered; it may still go away at once.</summary>
        public void Opened() => _opened = options.Clock.GetTimestamp();

        /// <summary>Something arrived.</summary>
        public void Over() => (_since, _tries) = (null, 0);

        /// <summary>Waits before the next attempt.</summary>
        /// <exception cref="GatewayException">It has been away for too long.</exception>
        public async Task WaitAsync(Exception? cause, CancellationToken cancellationToken)
        {
            if (_opened is { } opened && options.Clock.GetElapsedTime(opened) >= There)
                Over();
            _opened = null;
            _since ??= options.Clock.GetTimestamp();
            if (options.Clock.GetElapsedTime(_since.Value) >= options.ReconnectFor)
                throw GatewayException.Unreachable(options.Url, cause);
            if (_tries == 1)
                options.OnReconnect?.Invoke(
                    $"the connection to {options.Url.GetLeftPart(UriPartial.Authority)} was lost; looking for the gateway again");
            await Task.Delay(options.RetryDelay * (1 << Math.Min(_tries++, 4)), options.Clock, cancellationToken);
        }
    }

    /// <summary>The connection may still exist.</summary>
    private sealed class StreamSilent(TimeSpan silence) : IOException($"the stream was silent for {silence.TotalSeconds:0} s");

    /// <summary>Reports a connection as lost after long silence.</summary>
    private sealed class IdleLimited(GatewayClient client, Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(client.ReadAsync(inner, buffer, cancellationToken));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
