using Adjoint.Metrics;
using Adjoint.Tensors;
using CsCheck;

namespace Adjoint.Tests.Metrics;

/// <summary>Metrics of classifiers on counts worked out by hand, on the examples of scikit-learn's documentation, and by identities.</summary>
public sealed class ClassificationMetricTests
{
    [Fact]
    public void Measures_follow_from_the_counts()
    {
        ConfusionMatrix matrix = new(3);
        matrix.Add([0, 1, 1], [0, 0, 1]);
        matrix.Add([2, 0, 2], [2, 2, 2]);
        Assert.Equal([1, 1, 0, 0, 1, 0, 1, 0, 2], Enumerable.Range(0, 9).Select(i => matrix[i / 3, i % 3]));
        Assert.Equal([0.5, 0.5, 1], [matrix.Precision(0), matrix.Precision(1), matrix.Precision(2)]);
        Assert.Equal([0.5, 1, 2.0 / 3], [matrix.Recall(0), matrix.Recall(1), matrix.Recall(2)]);
        Assert.Equal([0.5, 2.0 / 3, 0.8], [matrix.F1(0), matrix.F1(1), matrix.F1(2)]);
        Assert.Equal(2.0 / 3, matrix.MacroPrecision, 1e-15);
        Assert.Equal(13.0 / 18, matrix.MacroRecall, 1e-15);
        Assert.Equal(59.0 / 90, matrix.MacroF1, 1e-15);
        Assert.Equal((4.0 / 6, 6), (matrix.Value, matrix.Samples));
        Assert.Equal([4.0 / 6, 4.0 / 6, 4.0 / 6], [matrix.MicroPrecision, matrix.MicroRecall, matrix.MicroF1]);
        Assert.Equal((3, 2), (matrix.Occurrences(2), matrix.PredictedAs(2)));
    }

    [Fact]
    public void Measures_agree_with_scikit_learns_examples()
    {
        // precision_score, recall_score and f1_score of its documentation; 0.22, 0.33, 0.26 and 0.33.
        ConfusionMatrix matrix = new(3);
        matrix.Add([0, 2, 1, 0, 0, 1], [0, 1, 2, 0, 1, 2]);
        Assert.Equal(2.0 / 9, matrix.MacroPrecision, 1e-15);
        Assert.Equal(1.0 / 3, matrix.MacroRecall, 1e-15);
        Assert.Equal(4.0 / 15, matrix.MacroF1, 1e-15);
        Assert.Equal(1.0 / 3, matrix.MicroF1, 1e-15);

        // top_k_accuracy_score: 0.75.
        Accuracy top = new(3, 2);
        top.Add([0.5f, 0.2f, 0.2f, 0.3f, 0.4f, 0.2f, 0.2f, 0.4f, 0.3f, 0.7f, 0.2f, 0.1f], [0, 1, 2, 2]);
        Assert.Equal(0.75, top.Value);

        // roc_auc_score: 0.75.
        AreaUnderCurve area = new();
        area.Add([0.1f, 0.4f, 0.35f, 0.8f], [false, false, true, true]);
        Assert.Equal(0.75, area.Value);
    }

    [Fact]
    public void The_standard_error_is_the_deviation_of_a_mean()
    {
        // Losses log 2 and log 4: their sample standard deviation is log 2/√2, that of the mean of two log 2/2.
        NegativeLogLikelihood likelihood = new(4), first = new(4);
        first.Add([0, 0, float.NegativeInfinity, float.NegativeInfinity], [0]);
        Assert.True(double.IsNaN(first.StandardError));
        likelihood.Add([1, 1, 1, 1], [2]);
        likelihood.Merge(first);
        Assert.Equal(Math.Log(2) / 2, likelihood.StandardError, 1e-12);
        likelihood.Add([0, 0, float.NegativeInfinity, 0], [2]);
        Assert.True(double.IsNaN(likelihood.StandardError));
    }

    [Fact]
    public void The_brier_score_is_the_mean_squared_distance_from_the_labels()
    {
        // Probabilities 1/2, 1/4, 1/4 by their logarithms; by hand: (1/2)² + (1/4)² + (1/4)² = 3/8 and (1/2)² + (3/4)² + (1/4)² = 7/8.
        float[] halves = [MathF.Log(0.5f), MathF.Log(0.25f), MathF.Log(0.25f)];
        BrierScore brier = new(3);
        brier.Add([.. halves, .. halves], [0, 1]);
        Assert.Equal((3.0 / 8 + 7.0 / 8) / 2, brier.Value, 1e-7);

        // Always wrong and certain: 2; all equally likely: 1 − 1/M; always right and certain: 0.
        BrierScore worst = new(4), blind = new(4), best = new(4);
        worst.Add([1e4f, 0, 0, 0], [2]);
        blind.Add([7, 7, 7, 7], [1]);
        best.Add([0, 1e4f, 0, float.NegativeInfinity], [1]);
        Assert.Equal((2, 0.75, 0), (worst.Value, blind.Value, best.Value));
    }

    [Fact]
    public void Cross_entropy_with_one_hot_labels_is_the_negative_log_likelihood() =>
        Gen.Select(Gen.Float[-1e4f, 1e4f].Array[5], Gen.Int[0, 4]).Sample((scores, label) =>
        {
            NegativeLogLikelihood likelihood = new(5);
            OneHotCrossEntropy entropy = new(5);
            likelihood.Add(scores, [label]);
            entropy.Add(scores, [label]);
            Assert.Equal(likelihood.Value, entropy.Value, 1e-12 * Math.Max(1, likelihood.Value));
        });

    [Fact]
    public void A_class_of_probability_zero_costs_nothing_unless_it_is_the_right_one()
    {
        OneHotCrossEntropy entropy = new(3);
        entropy.Add([0, 0, float.NegativeInfinity], [1]);
        Assert.Equal(Math.Log(2), entropy.Value, 1e-15);
        entropy.Add([0, 0, float.NegativeInfinity], [2]);
        Assert.Equal(double.PositiveInfinity, entropy.Value);
    }

    [Fact]
    public void Reliability_tells_how_often_the_confident_are_right()
    {
        // Confidence 3/4 four times, right three times; confidence near 1 twice, right once; in ten bins these are bins 7 and 9.
        float z = MathF.Log(3), sure = 20;
        ExpectedCalibrationError error = new(2, 10);
        error.Add([z, 0, z, 0, z, 0, z, 0, sure, 0, sure, 0], [0, 0, 0, 1, 0, 1]);
        Assert.Equal([4, 2], error.Reliability.Where(bin => bin.Samples > 0).Select(bin => bin.Samples));
        ReliabilityBin middle = error.Reliability[7], last = error.Reliability[9];
        Assert.Equal((0.7, 0.8, 4), (middle.Lower, middle.Upper, middle.Samples));
        Assert.Equal((0.75, 0.75), (Math.Round(middle.Confidence, 6), middle.Accuracy));
        Assert.Equal((1, 0.5), (Math.Round(last.Confidence, 6), last.Accuracy));
        Assert.True(double.IsNaN(error.Reliability[0].Accuracy));
        Assert.Equal(error.Value, error.Reliability.Where(bin => bin.Samples > 0).Sum(bin => bin.Samples * Math.Abs(bin.Accuracy - bin.Confidence)) / 6, 1e-12);
    }

    [Fact]
    public void Absent_classes_have_no_measure_and_are_left_out_of_means()
    {
        // Class 2 is never predicted, class 3 never occurs, class 4 neither.
        ConfusionMatrix matrix = new(5);
        matrix.Add([0, 1, 3, 0], [0, 1, 2, 2]);
        Assert.True(double.IsNaN(matrix.Precision(2)));
        Assert.Equal(0, matrix.Recall(2));
        Assert.True(double.IsNaN(matrix.Recall(3)));
        Assert.Equal(0, matrix.Precision(3));
        Assert.Equal(0, matrix.F1(3));
        Assert.True(double.IsNaN(matrix.F1(4)));
        Assert.Equal((0.5 + 1 + 0) / 3, matrix.MacroPrecision, 1e-15);
        Assert.Equal((1 + 1 + 0) / 3.0, matrix.MacroRecall, 1e-15);
        Assert.Equal(((2.0 / 3) + 1 + 0 + 0) / 4, matrix.MacroF1, 1e-15);

        ConfusionMatrix empty = new(2);
        Assert.All([empty.Value, empty.MacroF1, empty.MicroF1, empty.MacroPrecision, empty.MacroRecall], value => Assert.True(double.IsNaN(value)));
        Assert.True(double.IsNaN(new Accuracy(2).Value) && double.IsNaN(new NegativeLogLikelihood(2).Value) && double.IsNaN(new ExpectedCalibrationError(2).Value));
    }

    [Fact]
    public void One_class_works()
    {
        Accuracy accuracy = new(1);
        NegativeLogLikelihood likelihood = new(1);
        ExpectedCalibrationError calibration = new(1);
        ConfusionMatrix matrix = new(1);
        foreach (ClassificationMetric metric in new ClassificationMetric[] { accuracy, likelihood, calibration, matrix })
        {
            metric.Add([3, -1e30f], [0, 0]);
        }

        Assert.Equal((1, 0, 0, 1), (accuracy.Value, likelihood.Value, calibration.Value, matrix.Value));
        Assert.Equal((1, 1, 1), (matrix.MacroF1, matrix.Precision(0), matrix.Recall(0)));
    }

    [Fact]
    public void Equal_scores_go_to_the_first_class()
    {
        Accuracy first = new(3), second = new(3, 2);
        first.Add([1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2]);
        second.Add([1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2]);
        Assert.Equal((1.0 / 3, 2.0 / 3), (first.Value, second.Value));
    }

    [Fact]
    public void Top_1_is_the_diagonal_and_the_top_of_all_is_everything() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 40], Gen.Int[0, 1000]).Sample((classes, samples, seed) =>
        {
            Random random = new(seed);
            float[] scores = [.. Enumerable.Range(0, classes * samples).Select(_ => (float)random.Next(4))];
            int[] labels = [.. Enumerable.Range(0, samples).Select(_ => random.Next(classes))];
            ConfusionMatrix matrix = new(classes);
            matrix.Add(new Tensor<float>([samples, classes], scores), labels);
            double last = 0;
            for (int top = 1; top <= classes; top++)
            {
                Accuracy accuracy = new(classes, top);
                accuracy.Add(scores, labels);
                Assert.True(accuracy.Value >= last);
                last = accuracy.Value;
                if (top == 1)
                {
                    Assert.Equal(matrix.Value, accuracy.Value);
                    Assert.Equal(matrix.MicroF1, accuracy.Value, 1e-15);
                }
            }

            Assert.Equal(1, last);
        },
        iter: 100);

    [Fact]
    public void The_area_is_the_part_of_pairs_in_order() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[1, 20], Gen.Int[0, 1000]).Sample((positives, negatives, levels, seed) =>
        {
            // Few levels, so that there are ties; counted pair by pair.
            Random random = new(seed);
            float[] scores = [.. Enumerable.Range(0, positives + negatives).Select(_ => random.Next(levels) / 8f)];
            bool[] labels = [.. Enumerable.Range(0, scores.Length).Select(i => i < positives)];
            double pairs = scores[..positives].Sum(p => scores[positives..].Sum(n => p > n ? 1.0 : p == n ? 0.5 : 0));
            AreaUnderCurve area = new(), reversed = new(), other = new(), merged = new();
            area.Add(scores, labels);
            reversed.Add(scores, [.. labels.Select(label => !label)]);
            other.Add(scores.AsSpan(3 % (scores.Length + 1)), labels.AsSpan(3 % (scores.Length + 1)));
            merged.Add(scores.AsSpan(0, 3 % (scores.Length + 1)), labels.AsSpan(0, 3 % (scores.Length + 1)));
            merged.Merge(other);
            Assert.Equal(pairs / ((double)positives * negatives), area.Value);
            Assert.Equal(area.Value, merged.Value);
            Assert.Equal(scores.Length, merged.Samples);
            if (positives * negatives > 0)
            {
                Assert.Equal(1, area.Value + reversed.Value, 1e-15);
            }
        },
        iter: 200);

    [Fact]
    public void The_area_of_a_perfect_and_of_no_order()
    {
        AreaUnderCurve perfect = new(), constant = new(), single = new();
        perfect.Add([float.NegativeInfinity, -1, 2, float.PositiveInfinity], [false, false, true, true]);
        constant.Add([1, 1, 1, 1, 1], [true, false, true, false, false]);
        single.Add([1, 2], [true, true]);
        Assert.Equal((1, 0.5), (perfect.Value, constant.Value));
        Assert.True(double.IsNaN(single.Value));
    }

    [Fact]
    public void Likelihood_is_that_of_the_softmax()
    {
        NegativeLogLikelihood metric = new(2);
        metric.Add([0, 0], [1]);
        Assert.Equal(Math.Log(2), metric.Value, 1e-15);
        metric.Add([MathF.Log(3), 0], [0]);
        Assert.Equal((Math.Log(2) + Math.Log(4.0 / 3)) / 2, metric.Value, 1e-7);

        NegativeLogLikelihood far = new(2);
        far.Add([1e4f, -1e4f, 1e4f, -1e4f], [1, 0]);
        Assert.Equal(1e4, far.Value);
        far.Add([0, float.NegativeInfinity], [1]);
        Assert.Equal(double.PositiveInfinity, far.Value);
    }

    [Fact]
    public void Calibration_compares_confidence_with_accuracy_bin_by_bin()
    {
        // Confidence 3/4 four times, right twice: |2 − 3|. Confidence 9/10 twice, right twice: |2 − 1.8|.
        float[] scores = [MathF.Log(3), 0, MathF.Log(3), 0, 0, MathF.Log(3), 0, MathF.Log(3), MathF.Log(9), 0, 0, MathF.Log(9)];
        int[] labels = [0, 1, 0, 1, 0, 1];
        ExpectedCalibrationError ten = new(2, 10), one = new(2, 1);
        ten.Add(scores, labels);
        one.Add(scores, labels);
        Assert.Equal((1 + 0.2) / 6, ten.Value, 1e-7);
        Assert.Equal(0.8 / 6, one.Value, 1e-7);

        // Confidence 1/2 is in the lower of two bins: |0 − 0.5| and |1 − 0.75|.
        ExpectedCalibrationError edge = new(2, 2);
        edge.Add([0, 0, MathF.Log(3), 0], [1, 0]);
        Assert.Equal(0.375, edge.Value, 1e-7);
    }

    [Fact]
    public void Merging_is_measuring_one_after_the_other()
    {
        float[] scores = [1, 2, 3, 0, 5, 1, 2, 2, 1, 0.5f, 0, 9];
        int[] labels = [2, 0, 1, 0];
        Check(() => new Accuracy(3, 2), (a, b) => a.Merge(b));
        Check(() => new NegativeLogLikelihood(3), (a, b) => a.Merge(b));
        Check(() => new ExpectedCalibrationError(3), (a, b) => a.Merge(b));
        Check(() => new ConfusionMatrix(3), (a, b) => a.Merge(b));
        Assert.Throws<ArgumentException>(() => new Accuracy(3).Merge(new Accuracy(3, 2)));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(3).Merge(new ConfusionMatrix(2)));
        Assert.Throws<ArgumentException>(() => new ExpectedCalibrationError(3, 4).Merge(new ExpectedCalibrationError(3, 5)));

        void Check<T>(Func<T> make, Action<T, T> merge)
            where T : ClassificationMetric
        {
            T whole = make(), first = make(), second = make();
            whole.Add(scores, labels);
            first.Add(scores.AsSpan(0, 3), labels.AsSpan(0, 1));
            second.Add(scores.AsSpan(3), labels.AsSpan(1));
            merge(first, second);
            Assert.Equal(whole.Value, first.Value, 1e-15);
            Assert.Equal(4, first.Samples);
        }
    }

    [Fact]
    public void A_batch_that_is_refused_leaves_nothing_behind()
    {
        Accuracy accuracy = new(2);
        ConfusionMatrix matrix = new(2);
        Assert.Contains("4 scores", Assert.Throws<ArgumentException>(() => accuracy.Add([1, 2, 3], [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("Sample 1", Assert.Throws<ArgumentException>(() => accuracy.Add([1, 2, 3, 4], [0, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("class -1", Assert.Throws<ArgumentException>(() => accuracy.Add([1, 2, 3, 4], [0, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("not a number", Assert.Throws<ArgumentException>(() => accuracy.Add([1, 2, 3, float.NaN], [0, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => accuracy.Add(new Tensor<float>([2, 3]), [0, 1]));
        Assert.Throws<ArgumentException>(() => matrix.Add([0, 2], [0, 1]));
        Assert.Throws<ArgumentException>(() => matrix.Add([0], [0, 1]));
        Assert.Equal((0, 0), (accuracy.Samples, matrix.Samples));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Recall(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, -1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(1_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExpectedCalibrationError(3, 0));

        AreaUnderCurve area = new();
        Assert.Throws<ArgumentException>(() => area.Add([1, float.NaN], [true, false]));
        Assert.Throws<ArgumentException>(() => area.Add([1], [true, false]));
        Assert.Equal(0, area.Samples);
    }

    [Fact]
    public void The_mean_absolute_error_is_over_all_batches()
    {
        MeanAbsoluteError error = new(), other = new();
        Assert.True(double.IsNaN(error.Value));
        error.Add([1, 2, -3], [2, 2, 1]);
        other.Add(new Tensor<float>([1, 1], [4f]), new Tensor<float>([1, 1], [1f]));
        error.Merge(other);
        Assert.Equal((2, 4), (error.Value, error.Count));
        Assert.Throws<ArgumentException>(() => error.Add([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => error.Add(new Tensor<float>([1, 2]), new Tensor<float>([2, 1])));
    }
}
