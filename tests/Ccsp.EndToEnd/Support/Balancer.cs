namespace Ccsp.EndToEnd.Support;

/// <summary>The load balancer of <c>deploy/haproxy.cfg</c>, with the addresses of gateways under test.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly ChildProgram _program;

    private Balancer(ChildProgram program, string url) => (_program, Url) = (program, url);

    public string Url { get; }

    public static async Task<Balancer> StartAsync(Gateways group, CancellationToken cancellationToken)
    {
        var port = RedisServers.LoopbackPort.Free();
        var text = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "haproxy.cfg"), cancellationToken))
            .Replace("127.0.0.1:3000", $"127.0.0.1:{port}", StringComparison.Ordinal);
        for (var i = 0; i < group.All.Count; i++)
            text = text.Replace($"127.0.0.1:{3001 + i}", new Uri(group.All[i].Url).Authority, StringComparison.Ordinal);
        var file = Path.Combine(group.SharedFolder, "haproxy.cfg");
        await File.WriteAllTextAsync(file, text, cancellationToken);
        var balancer = new Balancer(
            ChildProgram.Start("haproxy", ["-db", "-f", file], new Dictionary<string, string>()), $"http://127.0.0.1:{port}");
        await Poll.UntilAsync(() => balancer.IsReadyAsync(cancellationToken), "the load balancer", cancellationToken);
        return balancer;
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Url) };
        try
        {
            using var answer = await http.GetAsync(new Uri("/ready", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_program.Exited.IsCompleted)
        {
            return false;
        }
    }
}
