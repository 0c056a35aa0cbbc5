using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// What the leaves of one dead-leaves picture have in common, as the light, the place and the lens of one photograph.
/// Colours are drawn as luminance and two chrominances (blue − yellow, red − cyan), which are nearly independent in photographs.
/// </summary>
/// <param name="Exposure">The logit of the middle luminance.</param>
/// <param name="Contrast">The standard deviation of the logit of a leaf's luminance.</param>
/// <param name="Warmth">The mean of the red chrominance; the mean of the blue one is its opposite, as daylight varies along that line.</param>
/// <param name="Chroma">The scale of a leaf's chrominance.</param>
/// <param name="Roughness">The scale of the amplitude of leaves' textures.</param>
/// <param name="Smallest">The least radius, in pixels of the final picture.</param>
/// <param name="Blur">The standard deviation of the lens's blur, in pixels of the final picture.</param>
/// <param name="Straight">The share of leaves with straight edges.</param>
internal readonly record struct DeadLeavesStyle(
    float Exposure, float Contrast, float Warmth, float Chroma, float Roughness, float Smallest, float Blur, float Straight)
{
    /// <summary>Draws a style; the ranges were chosen to match the histograms of ordinary photographs.</summary>
    internal static DeadLeavesStyle Draw(ref KeyedRandom random)
    {
        Span<float> normals = stackalloc float[5];
        random.FillNormal(normals);
        return new DeadLeavesStyle(
            Exposure: -0.35f + (0.45f * normals[0]),
            Contrast: 1.15f * MathF.Exp(0.25f * normals[1]),
            Warmth: 0.03f * normals[2],
            Chroma: 0.05f * MathF.Exp(0.5f * normals[3]),
            Roughness: 0.035f * MathF.Exp(0.5f * normals[4]),
            Smallest: 0.5f + (3 * MathF.Pow(random.NextUniformSingle(), 2)),
            Blur: 0.35f + (0.35f * random.NextUniformSingle()),
            Straight: 0.2f + (0.5f * random.NextUniformSingle()));
    }
}
