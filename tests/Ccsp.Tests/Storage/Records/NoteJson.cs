using System.Text.Json.Serialization;

namespace Ccsp.Tests.Storage.Records;

[JsonSerializable(typeof(Note))]
internal sealed partial class NoteJson : JsonSerializerContext;
