using System.Text.Json;

namespace Ccsp.EndToEnd.Support;

/// <summary>Configuration and environment of a gateway under test.</summary>
internal sealed record GatewaySetup
{
    public required string DataFolder { get; init; }

    /// <summary>The stand-in the real CLI talks to; null when the test never starts it.</summary>
    public string? StubUrl { get; init; }

    public int MaxConcurrent { get; init; } = 4;

    public int QueueSize { get; init; } = 10_000;

    public double GraceSeconds { get; init; } = 1;

    /// <summary>More entries of the section "engines", as JSON text.</summary>
    public string? MoreEngines { get; init; }

    /// <summary>More sections of the configuration, as JSON text.</summary>
    public string? MoreSections { get; init; }

    /// <summary>More environment, such as a failpoint.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    public string ConfigFile
    {
        get
        {
            var path = Path.Combine(DataFolder, "ccsp.test.json");
            if (!File.Exists(path))
            {
                File.WriteAllText(path, Config());
                // Keys of profiles may stand in it.
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return path;
        }
    }

    public Dictionary<string, string> Environment(IReadOnlyDictionary<string, string>? more)
    {
        var all = new Dictionary<string, string>
        {
            ["CCSP_DATA_DIR"] = DataFolder,
            ["HOME"] = DataFolder,
            ["CLAUDE_CLI_PATH"] = Repository.Claude,
            ["CLAUDE_CONFIG_DIR"] = Path.Combine(DataFolder, "claude-config"),
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            ["DISABLE_AUTOUPDATER"] = "1",
            ["ANTHROPIC_API_KEY"] = "sk-ant-stand-in",
        };
        if (StubUrl is not null)
            all["ANTHROPIC_BASE_URL"] = StubUrl;
        foreach (var (name, value) in More.Concat(more ?? new Dictionary<string, string>()))
            all[name] = value;
        return all;
    }

    private string Config() => $$"""
        {
          "maxConcurrent": {{MaxConcurrent}},
          "queueSize": {{QueueSize}},
          "engines": {
            "fake": { "kind": "command", "output": "text",
                      "command": [{{JsonSerializer.Serialize(Repository.FakeAgent, Plain.Default.String)}}] },
            "fake-json": { "kind": "command", "output": "stream-json",
                           "command": [{{JsonSerializer.Serialize(Repository.FakeAgent, Plain.Default.String)}}] }
            {{(MoreEngines is null ? "" : ", " + MoreEngines)}}
          },
          "timeouts": { "lingerSeconds": 1,
                        "graceSeconds": {{GraceSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}} }
          {{(MoreSections is null ? "" : ", " + MoreSections)}}
        }
        """;
}
