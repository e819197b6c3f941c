using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Notifications.Store.Sqlite;

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class OutboxJson : JsonSerializerContext;
