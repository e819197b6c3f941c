using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Corrects the generated schemas. The generator does not know that null members are omitted from answers, nor that members which are never
/// null are always present.
/// </summary>
internal static class OpenApiSchemas
{
    private const string Reference = "#/components/schemas/";

    /// <param name="document">The generated document.</param>
    /// <param name="types">The described types by schema name.</param>
    public static void Correct(JsonObject document, IReadOnlyDictionary<string, JsonTypeInfo> types)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        foreach (var (name, schema) in schemas)
        {
            if (types.TryGetValue(name, out var type) && schema is JsonObject described)
                Correct(described, type);
        }

        DescribeRow(schemas);
        AddAnswersOfWriting(document["paths"]!.AsObject());
    }

    /// <summary>Every write can hit a full store, and every body can be too large.</summary>
    private static void AddAnswersOfWriting(JsonObject paths)
    {
        foreach (var (_, operation) in paths.SelectMany(path => path.Value!.AsObject())
            .Where(operation => operation.Key is "post" or "put" or "patch" or "delete"))
        {
            var responses = operation!["responses"]!.AsObject();
            Add("507", "Insufficient Storage", responses["503"]!);
            if (operation["requestBody"] is not null)
                Add("413", "Payload Too Large", responses["400"]!);

            void Add(string status, string description, JsonNode like)
            {
                if (responses.ContainsKey(status))
                    return;
                var added = like.DeepClone();
                added["description"] = description;
                responses[status] = added;
            }
        }
    }

    private static void Correct(JsonObject schema, JsonTypeInfo type)
    {
        // Requests may send null or omit the member; answers never contain null.
        var isRead = type.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;
        var always = type.Properties.Where(property => isRead ? property.IsRequired : !MayBeNull(property))
            .Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        schema.Remove("required");
        if (schema["properties"] is not JsonObject properties)
            return;
        if (always.Count > 0)
            schema["required"] = new JsonArray(
                [.. properties.Select(property => property.Key).Where(always.Contains).Select(name => JsonValue.Create(name))]);
        foreach (var (name, member) in properties.ToList())
        {
            var mayBeNull = isRead && type.Properties.Any(property => property.Name == name && MayBeNull(property));
            properties[name] = OfAnyMember(mayBeNull ? WithNull(member!.AsObject()) : WithoutNull(member!.AsObject()));
        }
    }

    /// <summary>A list row has only the members selected by <c>fields</c>.</summary>
    private static void DescribeRow(JsonObject schemas)
    {
        var row = schemas["TaskView"]!.DeepClone().AsObject();
        row["required"] = new JsonArray("id", "state");
        schemas["TaskRow"] = row;
        schemas["TaskList"]!["properties"]!["items"]!["items"] = new JsonObject { ["$ref"] = Reference + "TaskRow" };
    }

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.IsGetNullable;

    private static JsonObject WithoutNull(JsonObject member)
    {
        if (member["oneOf"] is JsonArray choices && choices.FirstOrDefault(choice => !IsNull(choice)) is JsonObject other)
            return other.DeepClone().AsObject();
        if (member["type"] is JsonArray types
            && types.Select(type => type!.GetValue<string>()).Where(type => type != "null").ToList() is [var single])
            member["type"] = single;
        return member.DeepClone().AsObject();
    }

    private static JsonObject WithNull(JsonObject member)
    {
        if (member["type"] is JsonValue type && type.GetValue<string>() != "null")
            member["type"] = new JsonArray("null", type.GetValue<string>());
        return member.DeepClone().AsObject();
    }

    /// <summary>An object with arbitrary members; without this generators assume an empty object.</summary>
    private static JsonObject OfAnyMember(JsonObject member)
    {
        var isObject = member["type"] is { } type
            && (type is JsonArray types ? types.Any(node => node!.GetValue<string>() == "object") : type.GetValue<string>() == "object");
        if (isObject && member["properties"] is null && member["additionalProperties"] is null)
            member["additionalProperties"] = new JsonObject();
        return member;
    }

    private static bool IsNull(JsonNode? choice) => choice?["type"] is JsonValue type && type.GetValue<string>() == "null";
}
