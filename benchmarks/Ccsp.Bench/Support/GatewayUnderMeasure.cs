using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ccsp.Contracts;

namespace Ccsp.Bench.Support;

/// <summary>The published gateway on a free loopback port.</summary>
internal sealed class GatewayUnderMeasure : IAsyncDisposable
{
    private readonly Child _child;

    private GatewayUnderMeasure(Child child, string url, string key)
    {
        _child = child;
        (Url, Key) = (url, key);
        Http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(10) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public string Url { get; }

    public string Key { get; }

    public HttpClient Http { get; }

    /// <summary>Resident memory in MB (10⁶ bytes).</summary>
    public double ResidentMegabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_child.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
    }

    /// <summary>User and system time of the gateway itself, without its children; in steps of 10 ms.</summary>
    public TimeSpan Cpu
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_child.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromMilliseconds(
                10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
        }
    }

    /// <param name="dataFolder">May hold a queue already.</param>
    /// <param name="maxConcurrent">One of these slots is reserved for urgent tasks.</param>
    /// <param name="engines">Commands by engine name.</param>
    /// <param name="environment">More variables.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<GatewayUnderMeasure> StartAsync(
        string dataFolder, int maxConcurrent, IReadOnlyDictionary<string, string[]> engines,
        IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var config = Path.Combine(dataFolder, "bench.json");
        await File.WriteAllTextAsync(config, Config(maxConcurrent, engines), cancellationToken);
        var all = new Dictionary<string, string>(environment) { ["CCSP_DATA_DIR"] = dataFolder, ["HOME"] = dataFolder };
        var (child, line) = await Child.StartAsync(Built.Ccsp, ["serve", "--listen", "127.0.0.1:0", "--config", config], all, dataFolder,
            "ready on ", cancellationToken);
        var url = line[(line.IndexOf("ready on ", StringComparison.Ordinal) + 9)..].Split(' ')[0];
        return new GatewayUnderMeasure(child, url,
            (await File.ReadAllTextAsync(Path.Combine(dataFolder, "local.key"), cancellationToken)).Trim());
    }

    public async Task<TaskView> SubmitAsync(TaskSubmission task, CancellationToken cancellationToken, int waitSeconds = 0)
    {
        using var answer = await Http.PostAsJsonAsync(waitSeconds > 0 ? $"/api/v1/tasks?wait={waitSeconds}" : "/api/v1/tasks", task,
            CcspJson.Wire.TaskSubmission, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync(CcspJson.Wire.TaskView, cancellationToken))!;
    }

    public async Task<TaskView> GetAsync(string id, CancellationToken cancellationToken) =>
        (await Http.GetFromJsonAsync($"/api/v1/tasks/{id}", CcspJson.Wire.TaskView, cancellationToken))!;

    /// <summary>Looks every 5 ms until tasks are in a state or behind it; throws when one ended otherwise.</summary>
    public async Task UntilAsync(IEnumerable<string> ids, Func<TaskView, bool> reached, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            while (await GetAsync(id, cancellationToken) is var task && !reached(task))
            {
                if (task.State is TaskState.Failed or TaskState.Expired)
                    throw new InvalidOperationException($"Task {id} is {task.State}: {task.Ending?.Message}");
                await Task.Delay(5, cancellationToken);
            }
        }
    }

    /// <summary>All at once.</summary>
    public Task CancelAsync(IEnumerable<string> ids, CancellationToken cancellationToken) => Task.WhenAll(ids.Select(async id =>
    {
        using var answer = await Http.PostAsync(new Uri($"/api/v1/tasks/{id}/cancel", UriKind.Relative), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }));

    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        using var answer = await Http.PostAsJsonAsync("/api/v1/queue/pause", new QueuePause(), CcspJson.Wire.QueuePause, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _child.DisposeAsync();
    }

    private static string Config(int maxConcurrent, IReadOnlyDictionary<string, string[]> engines) => new JsonObject
    {
        ["maxConcurrent"] = maxConcurrent,
        ["queueSize"] = 10_000_000,
        ["timeouts"] = new JsonObject { ["graceSeconds"] = 1 },
        ["engines"] = new JsonObject(engines.Select(engine => KeyValuePair.Create<string, JsonNode?>(engine.Key, new JsonObject
        {
            ["kind"] = "command",
            ["command"] = new JsonArray([.. engine.Value.Select(part => (JsonNode)part)]),
            ["output"] = "text",
        }))),
    }.ToJsonString();
}
