using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// Elastic deformation: every pixel is fetched from a place a little off, and neighbours from places alike, as if the picture were on rubber
/// (Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks", section 2). The offsets are independent and uniform on
/// [−1, 1], blurred by a Gaussian (zeros beyond the border), times the strength.
/// </summary>
/// <param name="Strength">α, the factor of the blurred offsets, in pixels; at least 0. The paper uses 34 for digits of 28×28.</param>
/// <param name="Smoothness">σ, the blur's standard deviation, in pixels; above 0. The paper uses 4.</param>
public sealed record Elastic(double Strength, double Smoothness) : Augmentation
{
    private readonly GaussianBlur _blur = new(Smoothness);

    /// <summary>α, the factor of the blurred offsets, in pixels.</summary>
    public double Strength { get; init => field = InRange(value, 0, 1e6); } = InRange(Strength, 0, 1e6);

    /// <summary>σ, the blur's standard deviation, in pixels.</summary>
    public double Smoothness => _blur.Sigma;

    /// <summary>What is beyond the border.</summary>
    public Outside Outside { get; init; }

    /// <summary>The value beyond the border where that is <see cref="Outside.Constant"/>.</summary>
    public float Value { get; init; }

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        if (Strength == 0)
        {
            return;
        }

        int height = picture[0], width = picture[1], channels = picture[2];
        using Scratch offsets = new(height * width * 2), source = new(values);
        random.FillUniform(offsets.Span, -1, 1);
        _blur.Apply(offsets.Span, [height, width, 2], Outside.Constant);
        BilinearSampler sampler = new(source.Span, picture, Outside, Value);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int i = (y * width) + x;
                sampler.Read(y + (Strength * offsets.Span[2 * i]), x + (Strength * offsets.Span[(2 * i) + 1]), values.Slice(i * channels, channels));
            }
        }
    }
}
