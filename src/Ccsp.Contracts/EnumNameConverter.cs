using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>
/// Writes an enum by its name (<c>EngineMissing</c> is <c>engine-missing</c>) and reads such a name and nothing else. The
/// framework's own converter would also read "low, high" and add the two up.
/// </summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class EnumNameConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && EnumNames<T>.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(EnumNames<T>.Of(value));
    }
}
