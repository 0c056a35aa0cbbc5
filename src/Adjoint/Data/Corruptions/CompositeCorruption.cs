using System.Text;
using Adjoint.Tensors;

namespace Adjoint.Data.Corruptions;

/// <summary>Several corruptions, one after the other.</summary>
public sealed record CompositeCorruption : Corruption
{
    private readonly Corruption[] _parts;

    /// <summary>Makes the corruption.</summary>
    /// <param name="parts">The parts in their order; none leave the picture as it is.</param>
    public CompositeCorruption(params IReadOnlyList<Corruption> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = [.. parts];
    }

    /// <summary>The parts in their order.</summary>
    public IReadOnlyList<Corruption> Parts => _parts;

    /// <inheritdoc/>
    public bool Equals(CompositeCorruption? other) => other is not null && Probability == other.Probability && _parts.SequenceEqual(other._parts);

    /// <inheritdoc/>
    public override int GetHashCode() => _parts.Aggregate(Probability.GetHashCode(), HashCode.Combine);

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        // Each part gets a stretch of the sequence to itself, so that what one draws does not depend on how much another needs.
        long start = random.Position;
        for (int i = 0; i < _parts.Length; i++)
        {
            random.Position = start + (i * (1L << 29));
            _parts[i].Apply(values, picture, random);
        }
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.AppendJoin<Corruption>(", ", _parts);
        return _parts.Length > 0;
    }
}
