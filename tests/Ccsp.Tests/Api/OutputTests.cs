using System.Net.Http.Headers;
using System.Text;
using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class OutputTests
{
    private static readonly byte[] Bytes = [.. "line one\n"u8, 0x00, 0xff, 0xfe, .. "\r\n世界"u8];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task The_bytes_are_exactly_those_the_run_wrote_also_while_it_writes()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 1, Bytes);
        Assert.Equal(Bytes, await host.Client.GetByteArrayAsync($"/api/v1/tasks/{task.Id}/output", Stop));
        await host.WriteAsync(task.Id, 1, "more");
        Assert.Equal(
            Bytes.Concat("more"u8.ToArray()),
            await host.Client.GetByteArrayAsync($"/api/v1/tasks/{task.Id}/output?run=1&stream=stdout", Stop));
        await File.WriteAllTextAsync(host.Folders.Stderr(task.Id, 1), "warning", Stop);
        Assert.Equal("warning", await host.Client.GetStringAsync($"/api/v1/tasks/{task.Id}/output?stream=stderr", Stop));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("bytes=0-3", 206, "0123", "bytes 0-3/10")]
    [InlineData("bytes=8-", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=8-100", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-30", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=0-1,4-5", 200, "0123456789", null)]
    [InlineData("lines=1-2", 200, "0123456789", null)]
    [InlineData("bytes=10-", 416, null, "bytes */10")]
    [InlineData("bytes=-0", 416, null, "bytes */10")]
    public async Task A_range_gives_that_part(string range, int status, string? text, string? contentRange)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 1, "0123456789");
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tasks/{task.Id}/output");
        request.Headers.TryAddWithoutValidation("Range", range);
        var response = await host.Client.SendAsync(request, Stop);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(contentRange, response.Content.Headers.ContentRange?.ToString());
        if (text is null)
            await ApiHost.ProblemAsync(response, 416, ErrorCodes.RangeNotSatisfiable);
        else
            Assert.Equal(text, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_follows_a_silent_run_is_answered_at_once()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 1, "");
        using var response = await host.Client.GetAsync(
            $"/api/v1/tasks/{task.Id}/output?follow=true", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(200, (int)response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        var reading = body.ReadAtLeastAsync(new byte[4], 4, cancellationToken: Stop).AsTask();
        Assert.False(reading.IsCompleted);
        await host.WriteAsync(task.Id, 1, "late");
        Assert.Equal(4, await reading);
    }

    [Fact(Timeout = 30_000)]
    public async Task Following_goes_on_until_the_run_ends_and_resumes_at_any_byte()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        var run = await host.StartRunAsync(task.Id);
        await host.WriteAsync(task.Id, 1, "first ");
        var path = $"/api/v1/tasks/{task.Id}/output?follow=true";
        using var response = await host.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        var buffer = new byte[6];
        await body.ReadExactlyAsync(buffer, Stop);
        Assert.Equal("first ", Encoding.UTF8.GetString(buffer));
        // Opened at the present end, where nothing is yet.
        var resumed = host.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(6, null) } }, Stop);
        await host.WriteAsync(task.Id, 1, "second");
        await body.ReadExactlyAsync(buffer, Stop);
        Assert.Equal("second", Encoding.UTF8.GetString(buffer));
        await host.EndRunAsync(run);
        Assert.Equal(0, await body.ReadAsync(buffer, Stop));
        Assert.Equal("second", await (await resumed).Content.ReadAsStringAsync(Stop));
        Assert.Equal(206, (int)(await resumed).StatusCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_is_not_there_has_no_output()
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"/api/v1/tasks/{task.Id}/output", Stop), 404, ErrorCodes.NotFound);
        await host.StartRunAsync(task.Id);
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"/api/v1/tasks/{task.Id}/output?run=2", Stop), 404, ErrorCodes.NotFound);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("/api/v1/tasks/..%2F..%2Fetc/output", Stop), 404, ErrorCodes.NotFound);
        Assert.Equal(
            "stream",
            (
                await ApiHost.ReadAsync<Problem>(
                    await host.Client.GetAsync($"/api/v1/tasks/{task.Id}/output?stream=stdin", Stop), 400)).Field);
    }
}
