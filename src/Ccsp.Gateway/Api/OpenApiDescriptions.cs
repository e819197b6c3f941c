using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ccsp.Gateway.Api;

/// <summary>Joins wrapped lines in descriptions, which come from source comments.</summary>
internal static class OpenApiDescriptions
{
    private static readonly string[] Texts = ["summary", "description"];

    /// <param name="node">The document or a part of it; changed in place.</param>
    public static void Unwrap(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Unwrap(item);
        }

        if (node is not JsonObject members)
            return;
        foreach (var (_, member) in members)
            Unwrap(member);
        foreach (var name in Texts)
        {
            // A schema may have a member of that name, which is an object.
            if (members[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String)
                members[name] = string.Join(' ', value.GetValue<string>().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
