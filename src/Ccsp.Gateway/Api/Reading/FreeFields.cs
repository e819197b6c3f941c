using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>Rules for fields with free content: metadata, environment, schemas, the callback address.</summary>
internal static class FreeFields
{
    private const int MostBytes = 64 << 10;
    private const int SchemaBytes = 100_000;

    private const string NotCalled =
        "This version does not call back. Follow GET /api/v1/tasks/{id}/events, submit with ?wait=SECONDS, or use a notification channel.";

    /// <summary>
    /// The kernel passes arguments and variables together in at most 2 MiB, of which the arguments may need the larger part.
    /// </summary>
    private const int VariableBytes = 256 << 10;

    public static void Check(TaskSubmission spec, Faults faults)
    {
        Metadata(spec.Metadata, faults);
        Environment(spec.Env, faults);
        JsonObject("mcpConfig", spec.McpConfig, faults);
        JsonObject("outputSchema", spec.OutputSchema, faults);
        if (spec.CallbackUrl is not null)
            faults.Add("callbackUrl", NotCalled);
    }

    public static void Metadata(IReadOnlyDictionary<string, JsonElement>? metadata, Faults faults)
    {
        if (metadata is null)
            return;
        var size = 0;
        foreach (var (name, value) in metadata)
        {
            var raw = value.GetRawText();
            size += name.Length + raw.Length;
            if (name.Length is 0 or > 200)
                faults.Add("metadata", "A name in it must have 1 to 200 characters.");
            else if (!JsonText.IsValid(value, raw))
                faults.Add($"metadata.{name}", JsonText.Broken);
        }

        if (metadata.Count > 200)
            faults.Add("metadata", Faults.Invariant($"It has {metadata.Count} names; 200 are allowed."));
        if (size > MostBytes)
            faults.Add("metadata", Faults.Invariant($"It has {size} characters; {MostBytes} are allowed."));
    }

    private static void Environment(IReadOnlyDictionary<string, string>? variables, Faults faults)
    {
        if (variables is null)
            return;
        if (variables.Count > 200)
            faults.Add("env", Faults.Invariant($"It has {variables.Count} variables; 200 are allowed."));
        var size = 0;
        foreach (var (name, value) in variables)
        {
            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value ?? "") + 2;
            if (!RunEnvironment.IsVariableName(name))
                faults.Add(
                    "env", $"{Shown(name)} is no name of a variable: letters, digits and _, not beginning with a digit, at most 200.");
            else if (!RunEnvironment.TaskMaySet(name))
                faults.Add(
                    $"env.{name}",
                    "A task may not set it: it decides where requests and keys go, what is loaded into the process, belongs to the shell "
                    + "that starts it, or marks the run. Put it into a profile.");
            else if (value is null)
                faults.Add($"env.{name}", "It must be text.", FieldFault.Malformed);
            else
                faults.Text($"env.{name}", value, 32 << 10);
        }

        if (size > VariableBytes)
            faults.Add("env", Faults.Invariant($"It has {size} bytes; {VariableBytes} are allowed, because the system passes on no more."));
    }

    /// <summary>JSON-escaped, because a faulty name often contains invisible characters.</summary>
    private static string Shown(string name) => $"\"{JsonEncodedText.Encode(name.Length > 50 ? name[..50] : name)}\"";

    private static void JsonObject(string field, JsonElement? given, Faults faults)
    {
        if (given is not { } value)
            return;
        if (value.ValueKind != JsonValueKind.Object)
            faults.Add(field, "It must be a JSON object.", FieldFault.Malformed);
        else if (value.GetRawText() is var raw && raw.Length > SchemaBytes)
            faults.Add(field, Faults.Invariant($"It has {raw.Length} characters; {SchemaBytes} are allowed."));
        else if (!JsonText.IsValid(value, raw))
            faults.Add(field, JsonText.Broken);
    }
}
