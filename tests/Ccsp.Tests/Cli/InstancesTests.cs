using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class InstancesTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Who_leads_and_who_saw_the_store_go_back_is_told()
    {
        var items = $"{One("a", leads: true)},{One("b", leads: false, ""","storeSetback":"2026-03-01 12:00:00Z, writes are lost" """)}";
        await using var stub = await StubGateway.StartAsync(context => StubGateway.JsonAsync(
            context, $$$"""{"items":[{{{items}}}],"global":{"totalInstances":2,"totalActiveRequests":0,"totalQueueSize":3}}"""));
        Assert.Equal(ExitCodes.Done, await _shell.RunAsync("--url", stub.Url.ToString(), "instances"));
        var lines = _shell.Out.TrimEnd().Split('\n');
        Assert.Matches("^a +live, leads +here", lines[1]);
        Assert.Matches("^b +live +here", lines[2]);
        Assert.Equal(
            ["b saw that the store went back to older data: 2026-03-01 12:00:00Z, writes are lost", "2 live; 0 runs; 3 tasks wait"],
            lines[3..]);
    }

    private static string One(string id, bool leads, string more = "") =>
        $$$"""{"instanceId":"{{{id}}}","host":"here","pid":1,"state":"live","leads":{{{(leads ? "true" : "false")}}},"uptime":1,"""
        + $$$""" "timestamp":"2026-03-01T12:00:00Z","processMemory":1,"activeRequests":0,"maxConcurrent":4,"queueSize":3{{{more}}}}""";
}
