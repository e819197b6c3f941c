using System.Net;
using System.Net.Http.Headers;

namespace Ccsp.Contracts;

/// <content>The raw bytes of runs.</content>
public sealed partial class GatewayClient
{
    /// <summary>Copies the output of a run unchanged. A lost connection is resumed at the byte where it broke.</summary>
    /// <param name="id">The task.</param>
    /// <param name="output">Which output, from where, and whether to follow.</param>
    /// <param name="destination">Receives the bytes; flushed after each received piece.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Number of copied bytes.</returns>
    public async Task<long> CopyOutputAsync(string id, OutputQuery output, Stream destination,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(destination);
        var path = PathOf(id, "output") + output.ToQueryString();
        var absence = new Absence(_options);
        var buffer = new byte[64 * 1024];
        var copied = 0L;
        while (true)
        {
            using var answer = await OpenAtAsync(path, output.Offset + copied, absence, cancellationToken);
            if (answer is null)
                return copied;
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            while (true)
            {
                var (read, lost) = await ReadPieceAsync(body, buffer, cancellationToken);
                if (lost is not null)
                {
                    await absence.WaitAsync(lost, cancellationToken);
                    break;
                }

                if (read == 0)
                    return copied;
                absence.Over();
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                await destination.FlushAsync(cancellationToken);
                copied += read;
            }
        }
    }

    /// <summary>A run may be silent for hours, so silence is no loss here; a gateway that stops closes the connection.</summary>
    private static async Task<(int Read, Exception? Lost)> ReadPieceAsync(Stream body, Memory<byte> buffer,
        CancellationToken cancellationToken)
    {
        try
        {
            return (await body.ReadAsync(buffer, cancellationToken), null);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested && IsConnection(ex))
        {
            return (0, ex);
        }
    }

    /// <returns>Null when nothing is left from there on.</returns>
    private async Task<HttpResponseMessage?> OpenAtAsync(string path, long offset, Absence absence, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(() => OutputRequest(path, offset), "application/octet-stream", absence, cancellationToken);
        }
        catch (GatewayException ex) when (offset > 0 && ex.Problem?.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return null;
        }
    }

    private static HttpRequestMessage OutputRequest(string path, long offset)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, path);
        if (offset > 0)
            message.Headers.Range = new RangeHeaderValue(offset, null);
        return message;
    }
}
