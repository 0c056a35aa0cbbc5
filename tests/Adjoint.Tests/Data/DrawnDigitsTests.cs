using Adjoint.Data;
using Adjoint.Data.Digits;

namespace Adjoint.Tests.Data;

public sealed class DrawnDigitsTests
{
    private const int Pixels = DrawnDigits.Size * DrawnDigits.Size;

    [Fact]
    public void A_digit_is_a_function_of_seed_and_index()
    {
        DrawnDigits digits = new(7);
        float[][] forward = [.. Enumerable.Range(0, 50).Select(i => Draw(digits, i).Picture)];
        Parallel.For(0, 50, i => Assert.Equal(forward[49 - i], Draw(new DrawnDigits(7), 49 - i).Picture));
        Assert.NotEqual(forward[0], Draw(new DrawnDigits(8), 0).Picture);
        Assert.NotEqual(forward[0], forward[10]);
        LabelledPictures kept = digits.Create(0, 50);
        Assert.All(kept.CountByClass(), count => Assert.Equal(5, count));
        Assert.Equal(forward[3], kept.ToTensor(3, 1).Span.ToArray(), (a, b) => Math.Abs(a - b) <= 0.501f / 255);
        float[] input = new float[Pixels], target = new float[10];
        new DrawnDigitSamples(7, 20).Fill(1, 4, input, target);
        Assert.Equal(forward[24], input);
        Assert.Equal(1, target[4]);
    }

    [Fact]
    public void Digits_are_ink_on_an_empty_ground()
    {
        DrawnDigits digits = new(1);
        int touching = 0;
        for (int i = 0; i < 1000; i++)
        {
            (float[] picture, int digit) = Draw(digits, i);
            Assert.Equal(i % 10, digit);
            Assert.All(picture, value => Assert.InRange(value, 0, 1));
            Assert.True(picture.Max() > 0.5f);
            Assert.InRange(picture.Average(), 0.02f, 0.6f);
            touching += picture.AsSpan(0, DrawnDigits.Size).ContainsAnyInRange(0.3f, 1) ? 1 : 0;
        }

        // Both framings occur: digits that fill the picture and digits with margins.
        Assert.InRange(touching, 200, 900);
    }

    [Fact]
    public void A_linear_classifier_cannot_tell_them_all_apart()
    {
        (float[][] train, int[] labels) = Set(new DrawnDigits(1).Create(0, 6000));
        (float[][] test, int[] truth) = Set(new DrawnDigits(2).Create(0, 2000));
        float[] weights = LogisticRegression(train, labels);
        int right = Enumerable.Range(0, test.Length).Count(i => Classify(weights, test[i]) == truth[i]);
        Assert.InRange(right / (double)test.Length, 0.6, 0.92);
    }

    // Multinomial logistic regression by gradient descent with momentum, the whole set every step.
    private static float[] LogisticRegression(float[][] pictures, int[] labels)
    {
        float[] weights = new float[10 * Pixels], velocity = new float[weights.Length];
        for (int pass = 0; pass < 8; pass++)
        {
            for (int start = 0; start < pictures.Length; start += 50)
            {
                float[] gradient = new float[weights.Length];
                for (int i = start; i < start + 50; i++)
                {
                    float[] scores = [.. Enumerable.Range(0, 10).Select(k => Dot(weights.AsSpan(k * Pixels, Pixels), pictures[i]))];
                    float most = scores.Max(), sum = scores.Sum(score => MathF.Exp(score - most));
                    for (int k = 0; k < 10; k++)
                    {
                        float error = (MathF.Exp(scores[k] - most) / sum) - (k == labels[i] ? 1 : 0);
                        Span<float> row = gradient.AsSpan(k * Pixels, Pixels);
                        for (int p = 0; p < Pixels; p++)
                        {
                            row[p] += error * pictures[i][p];
                        }
                    }
                }

                for (int w = 0; w < weights.Length; w++)
                {
                    velocity[w] = (0.9f * velocity[w]) - (0.01f / 50 * gradient[w]);
                    weights[w] += velocity[w];
                }
            }
        }

        return weights;
    }

    private static int Classify(float[] weights, float[] picture) =>
        Enumerable.Range(0, 10).MaxBy(k => Dot(weights.AsSpan(k * Pixels, Pixels), picture));

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static (float[][] Pictures, int[] Labels) Set(LabelledPictures pictures) => (
        [.. Enumerable.Range(0, pictures.Count).Select(i => pictures.ToTensor(i, 1).Span.ToArray())],
        [.. Enumerable.Range(0, pictures.Count).Select(pictures.Label)]);

    private static (float[] Picture, int Digit) Draw(DrawnDigits digits, int index)
    {
        float[] picture = new float[Pixels];
        return (picture, digits.Draw(index, picture));
    }
}
