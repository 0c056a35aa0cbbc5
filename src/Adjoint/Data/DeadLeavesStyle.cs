using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// What the leaves of one dead-leaves picture have in common, as the light, the place and the lens of one photograph.
/// Colours are drawn as luminance and two chrominances (blue − yellow, red − cyan), which are nearly independent in photographs.
/// </summary>
/// <param name="Exposure">The logit of the middle luminance.</param>
/// <param name="Contrast">The standard deviation of the logit of a leaf's luminance.</param>
/// <param name="Warmth">The mean chrominance from blue to red, along which daylight varies.</param>
/// <param name="Tint">The mean chrominance from magenta to green.</param>
/// <param name="Chroma">The scale of a leaf's chrominance.</param>
/// <param name="Roughness">The scale of the amplitude of leaves' textures.</param>
/// <param name="Exponent">The density of radii is proportional to the radius to the power of minus this.</param>
/// <param name="Smallest">The least radius, in pixels of the final picture.</param>
/// <param name="Blur">The standard deviation of the lens's blur, in pixels of the final picture.</param>
/// <param name="Straight">The share of leaves with straight edges.</param>
internal readonly record struct DeadLeavesStyle(
    float Exposure, float Contrast, float Warmth, float Tint, float Chroma, float Roughness, float Exponent, float Smallest, float Blur, float Straight)
{
    /// <summary>Draws a style; the ranges were chosen to match the histograms of ordinary photographs.</summary>
    internal static DeadLeavesStyle Draw(ref KeyedRandom random)
    {
        Span<float> normals = stackalloc float[6];
        random.FillNormal(normals);
        return new DeadLeavesStyle(
            Exposure: -0.4f + (0.4f * normals[0]),
            Contrast: 0.98f * MathF.Exp(0.3f * normals[1]),
            Warmth: 0.045f + (0.065f * normals[2]),
            Tint: 0.025f * normals[3],
            Chroma: 0.06f * MathF.Exp(0.4f * normals[4]),
            Roughness: 0.06f * MathF.Exp(0.5f * normals[5]),
            Exponent: 1.9f + (1.0f * random.NextUniformSingle()),
            Smallest: 0.5f * MathF.Exp(2.3f * random.NextUniformSingle()),
            Blur: 0.28f + (0.22f * random.NextUniformSingle()),
            Straight: 0.2f + (0.5f * random.NextUniformSingle()));
    }
}
