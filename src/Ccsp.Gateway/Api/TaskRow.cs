using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Api;

/// <summary>Writes one task of a list with the members that are asked for.</summary>
internal static class TaskRow
{
    private static readonly JsonTypeInfo<TaskView> Type = CcspJson.Wire.TaskView;

    /// <summary>Names of the members a list may be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Type.Properties.Select(property => property.Name).Except(["stdin", "shortened"]),
    ];

    /// <param name="writer">Where the row goes.</param>
    /// <param name="fields">Which members, beside those that a task always has; null: all.</param>
    public static void Write(Utf8JsonWriter writer, TaskView view, IReadOnlyList<string>? fields)
    {
        if (fields is null)
        {
            JsonSerializer.Serialize(writer, view, Type);
            return;
        }

        writer.WriteStartObject();
        foreach (var property in Type.Properties.Where(property => property.IsRequired || fields.Contains(property.Name)))
        {
            if (property.Get!(view) is not { } value)
                continue;
            writer.WritePropertyName(property.Name);
            JsonSerializer.Serialize(writer, value, Type.Options.GetTypeInfo(property.PropertyType));
        }

        writer.WriteEndObject();
    }
}
