using Adjoint.Tensors;

namespace Adjoint.Data.Corruptions;

/// <summary>Dead pixels: each is, with a probability, black (0) or white (1), either as often, in all channels alike.</summary>
/// <param name="Part">The probability; from 0 to 1.</param>
public sealed record SaltAndPepperCorruption(double Part) : Corruption
{
    /// <summary>The probability that a pixel is dead.</summary>
    public double Part { get; init => field = InRange(value, 0, 1); } = InRange(Part, 0, 1);

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        int channels = picture[2];
        double half = Part / 2;
        for (int i = 0; i < values.Length; i += channels)
        {
            double chance = random.NextUniform();
            if (chance < Part)
            {
                values.Slice(i, channels).Fill(chance < half ? 0 : 1);
            }
        }
    }
}
