using System.Net;
using System.Net.Http.Headers;

namespace Ccsp.Contracts;

/// <content>The raw bytes of runs.</content>
public sealed partial class GatewayClient
{
    /// <summary>
    /// Copies what a run wrote, byte for byte. A lost connection is resumed at the byte where it broke.
    /// </summary>
    /// <param name="id">The task.</param>
    /// <param name="output">Which bytes, from where, and whether to follow.</param>
    /// <param name="destination">Takes the bytes; flushed after each piece that arrives.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How many bytes were copied.</returns>
    public async Task<long> CopyOutputAsync(string id, OutputQuery output, Stream destination, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(destination);
        var path = PathOf(id, "output") + output.ToQueryString();
        var absence = new Absence(_options);
        var buffer = new byte[64 * 1024];
        var copied = 0L;
        while (true)
        {
            using var answer = await OpenAtAsync(path, output.Offset + copied, absence, stop);
            if (answer is null)
                return copied;
            await using var body = await answer.Content.ReadAsStreamAsync(stop);
            while (true)
            {
                var (read, lost) = await ReadPieceAsync(body, buffer, stop);
                if (lost is not null)
                {
                    await absence.WaitAsync(lost, stop);
                    break;
                }

                if (read == 0)
                    return copied;
                absence.Over();
                await destination.WriteAsync(buffer.AsMemory(0, read), stop);
                await destination.FlushAsync(stop);
                copied += read;
            }
        }
    }

    /// <summary>
    /// A run may be silent for hours while it thinks, so silence alone is no loss here; a gateway that went away ends the connection.
    /// </summary>
    private static async Task<(int Read, Exception? Lost)> ReadPieceAsync(Stream body, Memory<byte> buffer, CancellationToken stop)
    {
        try
        {
            return (await body.ReadAsync(buffer, stop), null);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested && IsConnection(failure))
        {
            return (0, failure);
        }
    }

    /// <returns>Null where nothing is left from there on.</returns>
    private async Task<HttpResponseMessage?> OpenAtAsync(string path, long offset, Absence absence, CancellationToken stop)
    {
        try
        {
            return await OpenAsync(() => OutputRequest(path, offset), absence, stop);
        }
        catch (GatewayException refused) when (offset > 0 && refused.Problem?.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable)
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
