using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

public sealed class ClusterMovingSequences(ThreeNodes cluster) : MovingSequencesOn(cluster), IClassFixture<ThreeNodes>;
