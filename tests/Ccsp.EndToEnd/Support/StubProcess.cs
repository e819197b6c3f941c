namespace Ccsp.EndToEnd.Support;

/// <summary>The stand-in for the Messages API on a free port.</summary>
internal sealed class StubProcess : IAsyncDisposable
{
    private readonly ChildProgram _program;

    private StubProcess(ChildProgram program, string url)
    {
        _program = program;
        Url = url;
        Http = new HttpClient { BaseAddress = new Uri(url) };
    }

    public string Url { get; }

    public HttpClient Http { get; }

    public static async Task<StubProcess> StartAsync(CancellationToken cancellationToken)
    {
        var program = ChildProgram.Start(Repository.ApiStub, ["--port", "0"], new Dictionary<string, string>());
        var line = await program.LineAsync("listening on ", cancellationToken);
        return new StubProcess(program, line[(line.IndexOf("listening on ", StringComparison.Ordinal) + 13)..].Trim());
    }

    /// <summary>Replaces what it answers.</summary>
    public async Task PlayAsync(string scenario, CancellationToken cancellationToken)
    {
        using var body = new StringContent(scenario, System.Text.Encoding.UTF8, "application/json");
        using var answer = await Http.PutAsync(new Uri("/stub/scenario", UriKind.Relative), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _program.DisposeAsync();
    }
}
