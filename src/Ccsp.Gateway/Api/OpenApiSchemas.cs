using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Makes the schemas say what the wire does. The generator knows neither that absent members stand for null in answers, nor that a member
/// which is never null is always there.
/// </summary>
internal static class OpenApiSchemas
{
    private const string Reference = "#/components/schemas/";

    /// <param name="document">As it was generated.</param>
    /// <param name="types">The types its schemas describe, by their names.</param>
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

    /// <summary>Whatever writes may meet a full store, and whatever takes a body one that is too large.</summary>
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
        // What we read may be null or absent alike; what we write is never null.
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

    /// <summary>A row of a list has only what fields asks for.</summary>
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

    /// <summary>An object whose members are the caller's own; without a word on them generators take it for an empty one.</summary>
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
