using System.Globalization;

namespace Ccsp.ApiStub;

/// <summary>Plays one <see cref="Answer"/>: waits, fails, or writes a message, streamed or whole, and breaks off where told.</summary>
internal sealed class ScriptedAnswers(TimeProvider clock, IHostApplicationLifetime life)
{
    public async Task PlayAsync(HttpContext context, Prompt prompt, Answer answer)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        var stop = stopping.Token;
        if (answer.DelayMs > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(answer.DelayMs), clock, stop);
        if (answer is { Break: not null and not BreakKind.Error, BreakAfter: < 0 })
        {
            await BreakOffAsync(context, answer, stop);
            return;
        }

        WriteHeaders(context.Response, answer);
        if (answer.Status != 200)
        {
            context.Response.StatusCode = answer.Status;
            await context.Response.WriteAsJsonAsync(
                ErrorBody.Of(answer.ErrorType, answer.Message), StubJson.Default.ErrorBody, cancellationToken: stop);
            return;
        }

        var message = StubMessage.From(prompt, answer);
        if (prompt.Stream)
            await StreamAsync(context, message, answer, stop);
        else
            await WriteWholeAsync(context, message, answer, stop);
    }

    /// <summary>The CLI asks again without streaming after a broken stream; a break meets that request too.</summary>
    private static async Task WriteWholeAsync(HttpContext context, StubMessage message, Answer answer, CancellationToken cancellationToken)
    {
        if (answer.Break == BreakKind.Error)
        {
            context.Response.StatusCode = answer.ErrorType == "overloaded_error" ? 529 : 500;
            await context.Response.WriteAsJsonAsync(
                ErrorBody.Of(answer.ErrorType, answer.Message), StubJson.Default.ErrorBody, cancellationToken: cancellationToken);
        }
        else if (answer.Break is not null)
        {
            await BreakOffAsync(context, answer, cancellationToken);
        }
        else
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(message.ToJson(), cancellationToken);
        }
    }

    private async Task StreamAsync(HttpContext context, StubMessage message, Answer answer, CancellationToken cancellationToken)
    {
        var sse = new SseStream(context.Response);
        await sse.WriteAsync(message.Start(), cancellationToken);
        var sent = 0;
        if (message.Deltas.Count > 0)
        {
            await sse.WriteAsync(message.TextStart(), cancellationToken);
            foreach (var delta in message.Deltas)
            {
                if (answer.Break is not null && sent >= answer.BreakAfter)
                    break;
                if (sent > 0 && answer.DeltaDelayMs > 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(answer.DeltaDelayMs), clock, cancellationToken);
                await sse.WriteAsync(message.TextDelta(delta), cancellationToken);
                sent++;
            }

            if (answer.BreakAfter > message.Deltas.Count)
                await sse.WriteAsync(StubMessage.TextStop(), cancellationToken);
        }

        if (answer.Break is not null)
        {
            if (answer.Break == BreakKind.Error)
                await sse.WriteAsync(StubMessage.Error(answer), cancellationToken);
            else
                await BreakOffAsync(context, answer, cancellationToken);
            return;
        }

        foreach (var part in message.Rest())
            await sse.WriteAsync(part, cancellationToken);
    }

    private static async Task BreakOffAsync(HttpContext context, Answer answer, CancellationToken cancellationToken)
    {
        if (answer.Break == BreakKind.Hang)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        context.Abort();
    }

    private void WriteHeaders(HttpResponse response, Answer answer)
    {
        response.Headers["request-id"] = "req_stub";
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = Resolve(value);
    }

    private string Resolve(string value) =>
        value.StartsWith('+') && long.TryParse(value.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? (clock.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture)
            : value;
}
