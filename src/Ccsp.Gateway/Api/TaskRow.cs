using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Api;

/// <summary>Writes one task of a list with the requested members.</summary>
internal static class TaskRow
{
    private static readonly JsonTypeInfo<TaskView> Type = CcspJson.Wire.TaskView;

    /// <summary>Members that <c>fields</c> may request.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Type.Properties.Select(property => property.Name).Except(["stdin", "shortened"]),
    ];

    /// <param name="writer">Receives the row.</param>
    /// <param name="fields">Members to write besides the mandatory ones; null: all.</param>
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
