using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>
/// The argument list of a typed task. Values are joined with <c>=</c>, so that a value with a leading dash stays a value. System prompts
/// and the MCP configuration are passed as files: the kernel limits an argument to 128 KiB, every user of the machine can read it, and MCP
/// configurations contain tokens.
/// </summary>
internal static class PrintArguments
{
    public static BuiltArguments Of(EngineRequest request)
    {
        var spec = request.Spec;
        var list = new List<string> { "-p", "--output-format=stream-json", "--verbose" };
        var files = new List<CommandFile>();
        if (request.ConversationId is { } id)
            list.Add(request.Start == ConversationStart.New ? $"--session-id={id}" : $"--resume={id}");
        Add("--model", spec.Model);
        Add("--fallback-model", spec.FallbackModel);
        AddFile("--system-prompt-file", "system-prompt.txt", spec.SystemPrompt);
        AddFile("--append-system-prompt-file", "append-system-prompt.txt", spec.AppendSystemPrompt);
        AddTools("--allowedTools", spec.AllowedTools);
        AddTools("--disallowedTools", spec.DisallowedTools);
        Add("--permission-mode", spec.PermissionMode);
        AddFile("--mcp-config", "mcp-config.json", spec.McpConfig?.GetRawText());
        Add("--json-schema", spec.OutputSchema is { } schema ? Compact(schema) : null);
        Add("--max-turns", spec.MaxTurns?.ToString(CultureInfo.InvariantCulture));
        Add("--max-budget-usd", spec.MaxBudgetUsd?.ToString(CultureInfo.InvariantCulture));
        return new BuiltArguments(list, files, OutputFormat.StreamJson);

        void Add(string flag, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                list.Add($"{flag}={value}");
        }

        // The flag takes a list, and a repeated flag would add to it: so one comma-separated argument each.
        void AddTools(string flag, IReadOnlyList<string>? tools) => Add(flag, tools is null ? null : string.Join(',', tools));

        void AddFile(string flag, string file, string? content)
        {
            if (string.IsNullOrEmpty(content))
                return;
            var path = Path.Combine(request.RunDirectory, file);
            files.Add(new CommandFile(path, Encoding.UTF8.GetBytes(content)));
            list.Add($"{flag}={path}");
        }
    }

    private static string Compact(JsonElement schema)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            schema.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
