using System.Text.Json;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>
/// A client generated from the document a running gateway publishes, checked as strictly as the compiler can and then used.
/// </summary>
public sealed class TypeScriptClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_generated_client_compiles_without_a_word_and_works()
    {
        using var data = new DataFolder();
        await using var stub = await StubProcess.StartAsync(Stop);
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url }, Stop);
        var folder = data.Sub("client");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Ccsp.EndToEnd", "TypeScript")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(Repository.TypeScript, "node_modules"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "openapi.json"),
            await gateway.Rest.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Stop), Stop);

        await RunAsync(folder, "node_modules/.bin/openapi-typescript", "openapi.json", "--output", "api.ts");
        Assert.Equal("", await RunAsync(folder, "node_modules/.bin/tsc", "--project", "."));
        var key = (await File.ReadAllTextAsync(Path.Combine(gateway.DataFolder, "local.key"), Stop)).Trim();
        var told = JsonElement.Parse(await RunAsync(folder, "node", "out/client.js", gateway.Url, key));

        Assert.Equal("succeeded", told.GetProperty("state").GetString());
        Assert.False(string.IsNullOrEmpty(told.GetProperty("result").GetString()));
        Assert.Equal([told.GetProperty("id").GetString()], told.GetProperty("listed").EnumerateArray().Select(id => id.GetString()));
        Assert.True(told.GetProperty("last").GetBoolean());
        Assert.Equal("invalid_field", told.GetProperty("code").GetString());
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var path = program.Contains('/', StringComparison.Ordinal) ? Path.Combine(folder, program) : program;
        var call = await Call.RunAsync(path, arguments, [], new Dictionary<string, string>(), folder, Stop);
        Assert.True(
            call.ExitCode == 0 && !call.Stderr.Contains("warn", StringComparison.OrdinalIgnoreCase),
            $"{program} {call.ExitCode}: {call.Stdout}{call.Stderr}");
        return call.Stdout;
    }
}
