using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>
/// Slow second pass over a body that the serializer refused. The serializer stops at the first fault and words it for programmers; this
/// pass visits all fields, names each faulty one and reads the rest, so that a caller sees all errors at once.
/// </summary>
internal static class Diagnosis
{
    private const string ForProgrammers = " which is not supported in this mode";

    public static Read<T> Of<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        JsonDocument document;
        try
        {
            var reader = new Utf8JsonReader(body);
            document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
                throw new JsonException("There is more after the end of the object.");
        }
        catch (JsonException ex)
        {
            return new(null, [], Problems.InvalidJson(Place(ex)));
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new(null, [], Problems.InvalidJson("The body is not a JSON object."));
            return OfObject(document.RootElement, type);
        }
    }

    private static Read<T> OfObject<T>(JsonElement root, JsonTypeInfo<T> type)
        where T : class
    {
        List<FieldError> errors = [];
        var rest = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(rest);
            Copy(root, type, "", writer, errors);
        }
        catch (InvalidOperationException)
        {
            // Thrown by the reader for a name with an unpaired surrogate.
            return new(null, [], Problems.InvalidJson("The name of a field holds half of a surrogate pair, which is not valid text."));
        }

        return errors.Count == 0
            ? new(null, [], Problems.InvalidJson("The body cannot be read."))
            : new(JsonSerializer.Deserialize(rest.WrittenSpan, type), errors, null);
    }

    /// <summary>Copies the valid fields and collects errors for the others.</summary>
    private static void Copy(JsonElement from, JsonTypeInfo type, string path, Utf8JsonWriter writer, List<FieldError> errors)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var property in from.EnumerateObject())
        {
            var name = path + property.Name;
            if (type.Properties.FirstOrDefault(info => info.Name == property.Name) is not { } known)
                errors.Add(
                    new(
                        name, FieldFault.Unknown,
                        "There is no such field" + FieldDescription.Hint(property.Name, type.Properties.Select(info => info.Name))));
            else if (!seen.Add(property.Name))
                errors.Add(new(name, FieldFault.Malformed, "It is given twice."));
            else
                CopyValue(property, type.Options.GetTypeInfo(known.PropertyType), name, writer, errors);
        }

        writer.WriteEndObject();
    }

    private static void CopyValue(JsonProperty property, JsonTypeInfo type, string name, Utf8JsonWriter writer, List<FieldError> errors)
    {
        var value = property.Value;
        if (StrictElement(type) is { } element && value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray(property.Name);
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                var itemName = string.Create(CultureInfo.InvariantCulture, $"{name}[{index++}]");
                if (item.ValueKind == JsonValueKind.Object)
                    Copy(item, element, itemName + ".", writer, errors);
                else
                    errors.Add(new(itemName, FieldFault.Malformed, "It must be an object."));
            }

            writer.WriteEndArray();
            return;
        }

        try
        {
            JsonSerializer.Deserialize(value, type);
            property.WriteTo(writer);
        }
        catch (JsonException ex)
        {
            var inside = ex.Path is { Length: > 1 } inner ? inner[1..] : "";
            errors.Add(new(name + inside, FieldFault.Malformed, FieldDescription.Expected(type.Type, value)));
        }
    }

    /// <summary>The element type of a list of objects that refuse unknown fields.</summary>
    private static JsonTypeInfo? StrictElement(JsonTypeInfo type) =>
        type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }
        && type.Options.GetTypeInfo(element) is { Kind: JsonTypeInfoKind.Object } members
        && members.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow
            ? members
            : null;

    private static string Place(JsonException broken)
    {
        var message = broken.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = end > 0 ? message[..end] : message;
        // The part of the reader's message that addresses programmers.
        if (text.IndexOf(ForProgrammers, StringComparison.Ordinal) is >= 0 and var aside)
            text = text[..aside] + ".";
        return broken is { LineNumber: { } line, BytePositionInLine: { } position }
            ? string.Create(CultureInfo.InvariantCulture, $"Line {line + 1}, position {position + 1}: {text}")
            : text;
    }
}
