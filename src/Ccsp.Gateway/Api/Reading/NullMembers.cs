using System.Text.Json;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>The members of an object that are null. The serializer makes no difference between them and those that are absent.</summary>
internal static class NullMembers
{
    /// <param name="body">An object the serializer has accepted.</param>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> body)
    {
        List<string> names = [];
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                names.Add(name);
            reader.Skip();
        }

        return names;
    }
}
